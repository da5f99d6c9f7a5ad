package beamline.router.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command for a running node as an operator runs it: the linked image. */
final class AdminImageTest {
  private static final Path IMAGE =
      House.ROOT.resolve("beamline.router.examples/target/images/admin");
  static final Path COMMAND = IMAGE.resolve("bin/beamline-admin");
  private static final long MEGABYTE = 1_000_000;

  @TempDir private Path folder;

  /** Runs it; also for those who have a node that runs. */
  static Program run(Path folder, String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(COMMAND.toString()));
    command.addAll(List.of(arguments));
    return Program.run(command, folder);
  }

  @Test
  void tellsItsVersion() throws Exception {
    assertThat(run(folder, "--version").out()).matches("beamline-admin [0-9].*\\R");
  }

  @Test
  void staysBelowSixtyMegabytes() throws IOException {
    try (Stream<Path> files = Files.walk(IMAGE)) {
      long bytes =
          files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      assertThat(bytes).isBetween(10 * MEGABYTE, 60 * MEGABYTE);
    }
  }
}
