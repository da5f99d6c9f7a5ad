package beamline.router.examples.audit;

import beamline.router.api.RouterConfig;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.ExitStatus;
import beamline.router.examples.command.Manual;
import beamline.router.examples.command.Program;
import beamline.router.examples.command.UsageException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The command for the audit log, as an operator or an auditor runs it.
 *
 * <p>Exit status: 0 when it was done, and what was verified is whole; 1 when something is damaged;
 * 2 when the arguments, the files or the settings cannot be used, or the answer cannot be written;
 * 3 when the store does not answer.
 */
public final class BeamlineAudit extends Program<AuditCommand> {
  /** Something is damaged. */
  static final int DAMAGED = ExitStatus.NO;

  private static final String USAGE =
      """
      The command for the audit log of Beamline Router.

      Usage: beamline-audit COMMAND [FILE|DIR] [options]

        verify      verify chains, and tell the first thing that is wrong
        show        print entries
        export      write chains into a folder, for verification elsewhere
        checkpoint  verify chains, and print signed checkpoints of their ends

      beamline-audit COMMAND --help says how.

      """;

  private static final String STATUSES =
      """

      Exit status: 0 done, and whole; 1 damaged; 2 the arguments, the files or the settings cannot be
      used, or the answer cannot be written; 3 the store does not answer.
      """;

  private static final Map<String, AuditCommand> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("verify", new VerifyCommand());
    COMMANDS.put("show", new ShowCommand());
    COMMANDS.put("export", new ExportCommand());
    COMMANDS.put("checkpoint", new CheckpointCommand());
  }

  private BeamlineAudit() {
    super(new Manual("beamline-audit", USAGE, SourceOptions.SHARED, STATUSES), COMMANDS);
  }

  /** Runs the program; see {@code --help}. */
  public static void main(String[] arguments) {
    new BeamlineAudit().start(arguments);
  }

  static int run(List<String> arguments, Console console) {
    return new BeamlineAudit().answer(arguments, console);
  }

  @Override
  protected int run(AuditCommand command, Arguments arguments, Console console)
      throws UsageException, IOException {
    RouterConfig config = SourceOptions.config(arguments);
    try (Source source = SourceOptions.open(arguments, config)) {
      return command.run(source, config, arguments, console);
    }
  }
}
