package beamline.router.memory.policy;

import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyPaths;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.PolicyStore;
import beamline.router.testkit.contract.EditedPolicyStoreContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

final class FilePolicyStoreContractTest extends EditedPolicyStoreContract {
  @TempDir Path directory;

  @Override
  protected Map<String, String> config() {
    return Map.of("directory", directory.toString());
  }

  @Override
  protected PolicyStore create(ComponentContext context) {
    return new FilePolicyStoreProvider().create(context);
  }

  @Override
  protected PolicyStore reopen(ComponentContext context) {
    return create(context);
  }

  @Override
  protected void corrupt(PolicyKey key) {
    try {
      Path file = directory.resolve(PolicyPaths.of(key));
      Files.createDirectories(file.getParent());
      Files.writeString(file, "{\"half\": ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
