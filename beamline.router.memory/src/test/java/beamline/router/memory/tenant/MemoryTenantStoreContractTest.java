package beamline.router.memory.tenant;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.TenantStore;
import beamline.router.testkit.contract.TenantStoreContract;

final class MemoryTenantStoreContractTest extends TenantStoreContract {
  @Override
  protected TenantStore create(ComponentContext context) {
    return new MemoryTenantStoreProvider().create(context);
  }
}
