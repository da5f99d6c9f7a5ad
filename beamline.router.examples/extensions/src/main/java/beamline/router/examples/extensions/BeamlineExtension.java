package beamline.router.examples.extensions;

import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.Manual;
import beamline.router.examples.command.Program;
import beamline.router.examples.command.SharedOptions;
import beamline.router.examples.command.UsageException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The command that serves an extension on NATS, of whatever provider is on the module path.
 *
 * <p>Exit status: 0 when it was told to stop and answered what it had; 2 when the arguments or the
 * settings cannot be used; 3 when the server does not answer, or not everything was answered in
 * time.
 */
public final class BeamlineExtension extends Program<ServeCommand> {
  private static final String USAGE =
      """
      Serves extensions of Beamline Router on NATS.

      Usage: beamline-extension serve ID [options]

      beamline-extension serve --help says how.

      """;

  private static final String OPTIONS =
      """
      Settings:
        --config FILE     the settings of a node; environment variables go before them
        --set KEY=VALUE   a setting (docs/reference/configuration.md), may be repeated:
                          transport.nats. for the login, extensions. for the extension
      """;

  private static final String STATUSES =
      """

      Exit status: 0 told to stop, and everything was answered; 2 the arguments or the settings
      cannot be used; 3 the server does not answer, or not everything was answered in time.
      """;

  private BeamlineExtension() {
    super(
        new Manual(
            "beamline-extension",
            USAGE,
            new SharedOptions(Set.of("--config"), Set.of("--set"), Set.of(), OPTIONS),
            STATUSES),
        Map.of("serve", new ServeCommand()));
  }

  /** Runs the program; see {@code --help}. */
  public static void main(String[] arguments) {
    new BeamlineExtension().start(arguments);
  }

  static int run(List<String> arguments, Console console) {
    return new BeamlineExtension().answer(arguments, console);
  }

  @Override
  protected int run(ServeCommand command, Arguments arguments, Console console)
      throws UsageException {
    return command.run(arguments, console);
  }
}
