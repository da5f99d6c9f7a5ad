package beamline.router.examples.admin;

import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.Manual;
import beamline.router.examples.command.Program;
import beamline.router.examples.command.UsageException;
import io.grpc.StatusRuntimeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * The command for a running node, as an operator runs it.
 *
 * <p>Exit status: 0 when it was done; 1 when the node says that it does not serve; 2 when the
 * arguments or the files cannot be used, the node refuses, or the answer cannot be written; 3 when
 * the node does not answer.
 */
public final class BeamlineAdmin extends Program<AdminCommand> {
  private static final String USAGE =
      """
      The command for a running node of Beamline Router, over gRPC.

      Usage: beamline-admin COMMAND [operands] [options]

      """;

  private static final String HOW =
      """

      beamline-admin COMMAND --help says how; beamline-admin --version tells the version.

      """;

  private static final String STATUSES =
      """

      Exit status: 0 done; 1 the node does not serve (health); 2 the node refuses, the arguments or
      the files cannot be used, or the answer cannot be written; 3 the node does not answer.
      """;

  /** What it says of itself is for those who write programs; the command says what went wrong. */
  private static final Logger LIBRARY = Logger.getLogger("io.grpc");

  private static final Map<String, AdminCommand> COMMANDS = new LinkedHashMap<>();

  static {
    Stream.of(
            RoleCommands.ALL,
            GrantCommands.ALL,
            TenantCommands.ALL,
            BudgetCommands.ALL,
            ControlCommands.ALL,
            ExtensionCommands.ALL,
            ExtensionUseCommands.ALL,
            AuditCommands.ALL,
            HealthCommand.ALL)
        .flatMap(List::stream)
        .forEach(command -> COMMANDS.put(command.name(), command));
  }

  private final Map<String, String> environment;

  private BeamlineAdmin(Map<String, String> environment) {
    super(new Manual("beamline-admin", usage(), NodeOptions.SHARED, STATUSES), COMMANDS);
    this.environment = environment;
  }

  /** Runs the program; see {@code --help}. */
  public static void main(String[] arguments) {
    LIBRARY.setLevel(Level.OFF);
    new BeamlineAdmin(System.getenv()).start(arguments);
  }

  static int run(List<String> arguments, Map<String, String> environment, Console console) {
    return new BeamlineAdmin(environment).answer(arguments, console);
  }

  private static String usage() {
    StringBuilder usage = new StringBuilder(USAGE);
    COMMANDS.values().forEach(command -> usage.append(command.summary()));
    return usage.append(HOW).toString();
  }

  @Override
  protected int run(AdminCommand command, Arguments arguments, Console console)
      throws UsageException {
    boolean json = arguments.has("--json");
    try (Node node = NodeOptions.open(arguments, environment)) {
      try {
        return command.ask(node, arguments).print(json, console);
      } catch (StatusRuntimeException e) {
        return new Refusal(node).of(e).tell(json, console);
      }
    }
  }
}
