package beamline.router.memory.policy;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.PolicyStore;
import beamline.router.testkit.contract.PolicyStoreContract;

final class MemoryPolicyStoreContractTest extends PolicyStoreContract {
  @Override
  protected PolicyStore create(ComponentContext context) {
    return new MemoryPolicyStoreProvider().create(context);
  }
}
