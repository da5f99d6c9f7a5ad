package beamline.router.engine.tenant;

import static org.awaitility.Awaitility.await;

import beamline.router.api.admin.QuotaViolation;
import beamline.router.spi.TenantStore;
import beamline.router.spi.TenantStoreProvider;
import beamline.router.testkit.TestComponentContext;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ViolationsTest {
  private final TestComponentContext context =
      TestComponentContext.builder().prefix("tenant-store.memory.").build();
  private final TenantStore store =
      ServiceLoader.load(TenantStoreProvider.class).stream()
          .map(ServiceLoader.Provider::get)
          .filter(provider -> provider.name().equals("memory"))
          .findFirst()
          .orElseThrow()
          .create(context);
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void close() {
    scheduler.shutdownNow();
    store.close();
    context.close();
  }

  @Test
  void aFullExecutorOnlyDelaysWhatIsTold() {
    AtomicBoolean refused = new AtomicBoolean();
    Violations violations =
        new Violations(
            store,
            task -> {
              if (refused.compareAndSet(false, true)) {
                throw new RejectedExecutionException("full");
              }
              task.run();
            },
            scheduler,
            context::epochMillis);
    exceed(violations);
    await().untilTrue(refused);
    await()
        .until(
            () -> {
              exceed(violations);
              return !store.violations("acme", 1).isEmpty();
            });
  }

  private static void exceed(Violations violations) {
    violations.take("acme", Optional.empty(), QuotaViolation.Type.RATE, 10, 11, "acme");
  }
}
