package beamline.router.memory.state;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.StateStore;
import beamline.router.testkit.contract.StateStoreContract;

final class MemoryStateStoreContractTest extends StateStoreContract {
  @Override
  protected StateStore create(ComponentContext context) {
    return new MemoryStateStoreProvider().create(context);
  }
}
