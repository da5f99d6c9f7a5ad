package beamline.router.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ReactorTest {
  @Test
  void testsRunInTheFolderOfTheirModule() {
    assertThat(Files.exists(Path.of("pom.xml"))).isTrue();
  }
}
