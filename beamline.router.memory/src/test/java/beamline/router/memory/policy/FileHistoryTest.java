package beamline.router.memory.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.policy.PolicyDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of policies that is away, such as a mount, is not made again by who writes into it. */
class FileHistoryTest {
  @TempDir Path directory;

  @Test
  void theHistoryDoesNotMakeAFolderThatIsAway() throws IOException {
    Path policies = Files.createDirectory(directory.resolve("policies"));
    FileHistory history = new FileHistory(policies, 10, true);
    Files.delete(policies);
    PolicyDocument document = PolicyDocument.of("acme", "default", "{}");
    history.keep(document);
    history.removed(document.key(), 1);
    assertThat(policies).doesNotExist();
  }

  @Test
  void whatIsWrittenBesideThePoliciesDoesNotMakeTheirFolder() {
    Path file = directory.resolve("policies/.revisions");
    assertThatThrownBy(() -> PolicyFile.replace(file, "1")).isInstanceOf(NoSuchFileException.class);
    assertThat(file.getParent()).doesNotExist();
  }
}
