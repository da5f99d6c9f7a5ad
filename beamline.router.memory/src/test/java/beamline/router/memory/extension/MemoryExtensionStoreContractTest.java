package beamline.router.memory.extension;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.ExtensionStore;
import beamline.router.testkit.contract.ExtensionStoreContract;

final class MemoryExtensionStoreContractTest extends ExtensionStoreContract {
  @Override
  protected ExtensionStore create(ComponentContext context) {
    return new MemoryExtensionStoreProvider().create(context);
  }
}
