package beamline.router.examples.extensions;

import beamline.router.testkit.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A process, and what it has written so far. */
record Running(Process process, Path output) implements AutoCloseable {

  static Running start(Map<String, String> environment, String... command) {
    try {
      Path output = Files.createTempFile("running", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      return new Running(builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String text() {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long count(String part) {
    return text().lines().filter(line -> line.contains(part)).count();
  }

  void awaitLine(String part) {
    Eventually.eventually(
        () -> part + " in: " + text(), () -> count(part) > 0 || !process.isAlive());
    if (count(part) == 0) {
      throw new AssertionError("it ended: " + text());
    }
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
    try {
      Files.delete(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
