package beamline.router.memory.extension;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.ExtensionStore;
import beamline.router.testkit.contract.DurableExtensionStoreContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

final class FileExtensionStoreContractTest extends DurableExtensionStoreContract {
  @TempDir Path directory;

  @Override
  protected Map<String, String> config() {
    return Map.of("directory", directory.toString());
  }

  @Override
  protected ExtensionStore create(ComponentContext context) {
    return new FileExtensionStoreProvider().create(context);
  }

  @Override
  protected ExtensionStore reopen(ComponentContext context) {
    return create(context);
  }
}
