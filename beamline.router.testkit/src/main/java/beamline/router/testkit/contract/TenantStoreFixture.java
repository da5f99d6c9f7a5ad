package beamline.router.testkit.contract;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.TenantStore;
import beamline.router.testkit.TestComponentContext;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the rules of {@link TenantStoreContract} share. */
public abstract class TenantStoreFixture {
  private TestComponentContext context;
  private TenantStore store;

  TenantStoreFixture() {}

  final TenantStore store() {
    return store;
  }

  /** An empty store. It is closed after the test. */
  protected abstract TenantStore create(ComponentContext context);

  /**
   * Lets time pass. The clock of the context advances; a store whose leases end by another clock
   * waits here instead.
   */
  protected void pass(Duration duration) {
    context.clock().advance(duration);
  }

  /** The shortest lease that the store can tell from a longer one. */
  protected Duration shortLease() {
    return Duration.ofSeconds(1);
  }

  /** What is configured for it, by names below its prefix. */
  protected Map<String, String> config() {
    return Map.of();
  }

  @BeforeEach
  final void createStore() {
    context = TestComponentContext.builder().prefix("tenant-store.test.").config(config()).build();
    store = create(context);
  }

  @AfterEach
  final void closeStore() {
    store.close();
    context.close();
  }
}
