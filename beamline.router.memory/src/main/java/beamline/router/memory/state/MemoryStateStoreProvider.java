package beamline.router.memory.state;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.StateStore;
import beamline.router.spi.StateStoreProvider;
import java.util.Set;

/** The state store {@code memory}. Configuration: {@code max-entries}, 100,000 unless set. */
public final class MemoryStateStoreProvider implements StateStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public MemoryStateStoreProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public int priority() {
    return EMBEDDED;
  }

  @Override
  public StateStore create(ComponentContext context) {
    context.config().onlyKnown(Set.of("max-entries"));
    return new MemoryStateStore(
        context.config().number("max-entries", 100_000, 1, 1_000_000_000), context::nanoTime);
  }
}
