package beamline.router.examples.audit;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command for the audit log, as an operator or an auditor runs it.
 *
 * <p>Exit status: 0 when it was done, and what was verified is whole; 1 when something is damaged;
 * 2 when the arguments, the files or the settings cannot be used, or the answer cannot be written;
 * 3 when the store does not answer.
 */
public final class BeamlineAudit {
  /** It was done; all is whole. */
  static final int OK = 0;

  /** Something is damaged. */
  static final int DAMAGED = 1;

  /** It was asked for something that cannot be done. */
  static final int UNUSABLE = 2;

  /** The store does not answer. */
  static final int DOWN = 3;

  private static final Set<ErrorCode> SAYS_UNUSABLE =
      Set.of(ErrorCode.CONFIGURATION_INVALID, ErrorCode.INVALID_REQUEST);

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

  private static final String STATUS =
      """

      Exit status: 0 done, and whole; 1 damaged; 2 the arguments, the files or the settings cannot be
      used, or the answer cannot be written; 3 the store does not answer.
      """;

  private static final Map<String, Command> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("verify", new VerifyCommand());
    COMMANDS.put("show", new ShowCommand());
    COMMANDS.put("export", new ExportCommand());
    COMMANDS.put("checkpoint", new CheckpointCommand());
  }

  private BeamlineAudit() {}

  /** Runs the program; see {@code --help}. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    int status = run(List.of(arguments), Console.of(out, System.err));
    if (status != OK) {
      System.exit(status);
    }
  }

  static int run(List<String> arguments, Console console) {
    int status = answer(arguments, console);
    if (console.out().checkError()) {
      console.error("the answer cannot be written, it is not complete");
      return status == OK ? UNUSABLE : status;
    }
    return status;
  }

  private static int answer(List<String> arguments, Console console) {
    boolean json = arguments.contains("--json");
    try {
      return command(arguments, console);
    } catch (UsageException e) {
      return fail(UNUSABLE, "usage", e, json, console);
    } catch (RouterException e) {
      int status = SAYS_UNUSABLE.contains(e.code()) ? UNUSABLE : DOWN;
      return fail(status, e.code().reason(), e, json, console);
    } catch (IOException | UncheckedIOException e) {
      return fail(UNUSABLE, "io", e, json, console);
    }
  }

  private static int fail(int status, String code, Exception e, boolean json, Console console) {
    String message = String.valueOf(e.getMessage());
    console.error(message);
    if (json) {
      console.line(
          Json.text(
              Json.object("ok", false, "error", Json.object("code", code, "message", message))));
    }
    return status;
  }

  private static int command(List<String> arguments, Console console)
      throws UsageException, IOException {
    String name = arguments.isEmpty() ? "" : arguments.get(0);
    if (name.isEmpty() || name.equals("--help") || name.equals("-h")) {
      console.out().print(USAGE + SourceOptions.USAGE + STATUS);
      return name.isEmpty() ? UNUSABLE : OK;
    }
    Command command = COMMANDS.get(name);
    if (command == null) {
      throw new UsageException(
          "unknown command '" + name + "', must be one of " + String.join(", ", COMMANDS.keySet()));
    }
    Arguments parsed = parse(command, arguments.subList(1, arguments.size()));
    if (parsed.has("--help") || parsed.has("-h")) {
      console.out().print(command.usage() + "\n" + SourceOptions.USAGE + STATUS);
      return OK;
    }
    if (parsed.operands().size() > command.operands()) {
      throw new UsageException(name + " takes one file or folder; --help says how");
    }
    RouterConfig config = SourceOptions.config(parsed);
    try (Source source = SourceOptions.open(parsed, config)) {
      return command.run(source, config, parsed, console);
    }
  }

  private static Arguments parse(Command command, List<String> arguments) throws UsageException {
    Set<String> options = new HashSet<>(SourceOptions.OPTIONS);
    options.addAll(command.options());
    Set<String> lists = new HashSet<>(SourceOptions.LISTS);
    lists.addAll(command.lists());
    return Arguments.parse(arguments, options, lists, Set.of("--json", "--help", "-h"));
  }
}
