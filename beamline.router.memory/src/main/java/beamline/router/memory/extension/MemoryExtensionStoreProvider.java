package beamline.router.memory.extension;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.ExtensionStoreProvider;
import java.util.Set;

/** The extension store {@code memory}: empty at every start. */
public final class MemoryExtensionStoreProvider implements ExtensionStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public MemoryExtensionStoreProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public int priority() {
    return EMBEDDED;
  }

  @Override
  public ExtensionStore create(ComponentContext context) {
    context.config().onlyKnown(Set.of());
    return new MemoryExtensionStore(context::epochMillis);
  }
}
