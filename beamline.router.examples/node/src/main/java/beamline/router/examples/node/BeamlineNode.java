package beamline.router.examples.node;

import beamline.router.api.InvalidConfigurationException;
import beamline.router.api.RouterException;
import beamline.router.examples.node.dlq.DlqCommand;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The standalone node, as an operator starts it.
 *
 * <p>Exit status: 0 when it was told to stop and finished what it had; 2 when the arguments or the
 * settings cannot be used; 1 for everything else that went wrong.
 */
public final class BeamlineNode {
  /** It did what it was asked to. */
  public static final int OK = 0;

  /** It could not. */
  public static final int FAILED = 1;

  /** It was asked for something that cannot be done. */
  public static final int UNUSABLE = 2;

  private static final String USAGE =
      """
      The standalone node of Beamline Router.

      Usage: beamline-node [start] --config FILE
             beamline-node check --config FILE
             beamline-node dlq list|show|replay --config FILE [options]
             beamline-node --version | --help

        start   serve the router on NATS until SIGTERM; finishes what it has before it ends
        check   read the settings, tell what is wrong with them, start nothing
        dlq     look at dead letters and replay them; "beamline-node dlq --help" says how

        --config FILE   properties, a key a line; environment variables go before them
                        (docs/reference/configuration.md)

      Jars in the folder "plugins" of the image, or in the folder that the environment variable
      BEAMLINE_PLUGINS names, are found at start: extensions, stores, anything with a provider.

      While it runs, the node reads the file again when it changes: assignment.push-enabled (the kill
      switch), assignment.allowed-tenants, intake.allowed-tenants and result.allowed-tenants take
      effect at once, everything else with the next start.
      """;

  private BeamlineNode() {}

  /** Runs the program; see {@code --help}. */
  public static void main(String[] arguments) {
    int status = run(List.of(arguments), System.out, System.err);
    if (status != OK) {
      System.exit(status);
    }
  }

  static int run(List<String> arguments, PrintStream out, PrintStream err) {
    try {
      return command(arguments, out, err);
    } catch (UsageException e) {
      err.println("beamline-node: " + e.getMessage());
      return UNUSABLE;
    } catch (InvalidConfigurationException e) {
      e.problems().forEach(problem -> err.println("beamline-node: " + problem));
      return UNUSABLE;
    } catch (RouterException e) {
      err.println("beamline-node: " + e.getMessage());
      return e.code() == beamline.router.api.ErrorCode.CONFIGURATION_INVALID ? UNUSABLE : FAILED;
    }
  }

  private static int command(List<String> arguments, PrintStream out, PrintStream err)
      throws UsageException {
    List<String> rest = new ArrayList<>(arguments);
    String command = rest.isEmpty() || rest.get(0).startsWith("-") ? "start" : rest.remove(0);
    return switch (command) {
      case "start", "check" -> node(command, rest, out);
      case "dlq" -> DlqCommand.run(rest, out, err);
      default ->
          throw new UsageException(
              "unknown command '" + command + "', must be start, check or dlq");
    };
  }

  private static int node(String command, List<String> rest, PrintStream out)
      throws UsageException {
    Arguments options =
        Arguments.parse(rest, Set.of("--config"), Set.of(), Set.of("--help", "-h", "--version"));
    if (options.has("--help") || options.has("-h")) {
      out.print(USAGE);
      return OK;
    }
    if (options.has("--version")) {
      out.println("beamline-node " + Versions.own());
      return OK;
    }
    Settings settings = Settings.from(options.value("--config"));
    if (command.equals("check")) {
      settings.load();
      out.println("beamline-node: the settings can be used");
      return OK;
    }
    return new RunningNode(settings, out).run();
  }
}
