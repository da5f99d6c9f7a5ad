package beamline.router.memory.policy;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.PolicyStore;
import beamline.router.testkit.contract.DurablePolicyStoreContract;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

final class FilePolicyStoreContractTest extends DurablePolicyStoreContract {
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
}
