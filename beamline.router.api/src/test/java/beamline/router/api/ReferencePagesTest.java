package beamline.router.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** With {@code -Ddocs.write=true} the pages are written; in any case they must be up to date. */
class ReferencePagesTest {
  private static final Path FOLDER = Path.of("..", "docs", "reference");

  @Test
  void theConfigurationPageIsUpToDate() throws IOException {
    check("configuration.md", ReferencePages.configuration());
  }

  @Test
  void theErrorsPageIsUpToDate() throws IOException {
    check("errors.md", ReferencePages.errors());
  }

  @Test
  void theLogEventsPageIsUpToDate() throws IOException {
    check("log-events.md", ReferencePages.logEvents());
  }

  private static void check(String file, String page) throws IOException {
    Path path = FOLDER.resolve(file);
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(path, page);
    }
    assertThat(path)
        .as(
            "run: ./mvnw -q test -pl beamline.router.api -Dtest=ReferencePagesTest -Ddocs.write=true")
        .content()
        .isEqualTo(page);
  }
}
