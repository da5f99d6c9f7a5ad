package beamline.router.examples.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.examples.command.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the command in this process, with options that stand behind what is said. */
final class Shell {
  private final Map<String, String> environment;
  private final List<String> options;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Shell(Map<String, String> environment, String... options) {
    this.environment = environment;
    this.options = List.of(options);
  }

  /** Of somebody who has this key in the environment. */
  static Shell of(String key, String... options) {
    return new Shell(Map.of("BEAMLINE_API_KEY", key), options);
  }

  /** Of somebody who has no key. */
  static Shell keyless(String... options) {
    return new Shell(Map.of(), options);
  }

  /** Runs a command; its exit status. */
  int run(String... arguments) {
    out.reset();
    err.reset();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(options);
    return BeamlineAdmin.run(
        all,
        environment,
        new Console(
            "beamline-admin",
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            false));
  }

  /** Runs a command that must be done; its answer, with one blank between columns. */
  String answer(String... arguments) {
    assertThat(run(arguments)).as(() -> out() + err()).isZero();
    assertThat(err()).isEmpty();
    return out().replaceAll(" +", " ");
  }

  /** Runs a command that must be done; its answer for machines. */
  String json(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.add("--json");
    return answer(all.toArray(String[]::new)).stripTrailing();
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }
}
