package beamline.router.engine.policy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Replays the saved inputs of {@link PolicyJsonFuzzTest} without the fuzzer, which would instrument
 * the whole JVM.
 */
class PolicyJsonCorpusTest {

  private static final Path CORPUS =
      Path.of(
          "src/test/resources/beamline/router/engine/policy/PolicyJsonFuzzTestInputs/anyBytesAreAnswered");

  @TestFactory
  Stream<DynamicTest> savedInputsAreAnswered() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files.sorted().toList().stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> replay(file)));
    }
  }

  private static void replay(Path file) throws IOException {
    new PolicyJsonFuzzTest().anyBytesAreAnswered(Files.readAllBytes(file));
  }
}
