package beamline.router.memory.policy;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStoreProvider;
import java.util.Set;

/**
 * The policy store {@code memory}. Configuration: {@code max-revisions} per policy, 100 unless set.
 */
public final class MemoryPolicyStoreProvider implements PolicyStoreProvider {

  /** For {@link java.util.ServiceLoader}. */
  public MemoryPolicyStoreProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public int priority() {
    return EMBEDDED;
  }

  @Override
  public PolicyStore create(ComponentContext context) {
    context.config().onlyKnown(Set.of("max-revisions"));
    return new MemoryPolicyStore(
        (int) context.config().number("max-revisions", 100, 1, 100_000), context::epochMillis);
  }
}
