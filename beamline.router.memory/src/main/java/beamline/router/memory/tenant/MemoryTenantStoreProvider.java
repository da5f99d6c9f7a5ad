package beamline.router.memory.tenant;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.TenantStore;
import beamline.router.spi.TenantStoreProvider;
import java.util.Set;

/** The tenant store {@code memory}: empty at every start. */
public final class MemoryTenantStoreProvider implements TenantStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public MemoryTenantStoreProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public int priority() {
    return EMBEDDED;
  }

  @Override
  public TenantStore create(ComponentContext context) {
    context.config().onlyKnown(Set.of());
    return new MemoryTenantStore(context::epochMillis);
  }
}
