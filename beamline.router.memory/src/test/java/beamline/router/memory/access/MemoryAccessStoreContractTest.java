package beamline.router.memory.access;

import beamline.router.spi.AccessStore;
import beamline.router.spi.ComponentContext;
import beamline.router.testkit.contract.AccessStoreContract;

final class MemoryAccessStoreContractTest extends AccessStoreContract {
  @Override
  protected AccessStore create(ComponentContext context) {
    return new MemoryAccessStoreProvider().create(context);
  }
}
