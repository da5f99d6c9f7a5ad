package beamline.router.engine.routing;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.QuotaViolation;
import beamline.router.api.admin.TenantSettings;
import beamline.router.spi.BudgetClaim;
import beamline.router.spi.BudgetShare;
import beamline.router.spi.TenantStore;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A way to a store that others share: claims take time, and it may be cut. Leaves it open. */
final class DistantStore implements TenantStore {
  private final TenantStore store;
  private final ReentrantLock held = new ReentrantLock();
  private final AtomicInteger watches = new AtomicInteger();
  private volatile @Nullable RuntimeException failure;
  private volatile Runnable beforeWatching = () -> {};

  DistantStore(TenantStore store) {
    this.store = store;
  }

  void down(boolean now) {
    fail(now ? new RouterException(ErrorCode.SERVICE_DOWN, "the store cannot be reached") : null);
  }

  void refuse() {
    fail(new RouterException(ErrorCode.CONFIGURATION_INVALID, "the password is wrong"));
  }

  void fail(@Nullable RuntimeException now) {
    failure = now;
  }

  /** Does something when a watch is about to begin. */
  void beforeWatching(Runnable action) {
    beforeWatching = action;
  }

  /** How many watches have begun and not ended. */
  int watches() {
    return watches.get();
  }

  /** Lets claims wait; to be ended by the same thread. */
  void hold() {
    held.lock();
  }

  void release() {
    held.unlock();
  }

  private TenantStore store() {
    RuntimeException now = failure;
    if (now != null) {
      throw now;
    }
    return store;
  }

  @Override
  public Optional<TenantSettings> get(String tenantId) {
    return store().get(tenantId);
  }

  @Override
  public List<TenantSettings> all() {
    return store().all();
  }

  @Override
  public Write put(TenantSettings settings, long expectedRevision) {
    return store().put(settings, expectedRevision);
  }

  @Override
  public Watch watch(Consumer<TenantSettings> listener) {
    TenantStore now = store();
    beforeWatching.run();
    Watch watch = now.watch(listener);
    watches.incrementAndGet();
    return () -> {
      watch.close();
      watches.decrementAndGet();
    };
  }

  @Override
  public void violated(List<QuotaViolation> violations) {
    store().violated(violations);
  }

  @Override
  public List<QuotaViolation> violations(String tenantId, int limit) {
    return store().violations(tenantId, limit);
  }

  @Override
  public BudgetShare claim(BudgetClaim claim) {
    held.lock();
    try {
      return store().claim(claim);
    } finally {
      held.unlock();
    }
  }

  @Override
  public void close() {}
}
