package beamline.router.examples.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.examples.command.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the command in this process, on files of one folder. */
final class Shell {
  private final Path folder;
  private final List<String> store;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /**
   * A shell.
   *
   * @param store the options that name the store
   */
  Shell(Path folder, String... store) {
    this.folder = folder;
    this.store = List.of(store);
  }

  /** One on a folder of policies inside the folder. */
  static Shell onFolder(Path folder) throws IOException {
    Path policies = Files.createDirectories(folder.resolve("policies"));
    return new Shell(folder, "--folder", policies.toString());
  }

  /** Writes a file; single quotes stand for double ones. */
  String file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text.replace('\'', '"')).toString();
  }

  /** Runs a command on the store; its exit status. */
  int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(store);
    return runAsIs(all.toArray(String[]::new));
  }

  /** Runs a command; its exit status. */
  int runAsIs(String... arguments) {
    return runOn(false, arguments);
  }

  /** Runs a command, at a terminal or elsewhere; its exit status. */
  int runOn(boolean terminal, String... arguments) {
    out.reset();
    err.reset();
    Console console =
        new Console(
            "beamline-policy",
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            terminal);
    return BeamlinePolicy.run(List.of(arguments), console);
  }

  /** Runs a command that must be done; its answer. */
  String answer(String... arguments) {
    assertThat(run(arguments)).as(() -> out() + err()).isZero();
    return out();
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }
}
