package beamline.router.memory.tenant;

import beamline.router.api.admin.QuotaViolation;
import beamline.router.api.admin.TenantSettings;
import beamline.router.memory.watch.Watchers;
import beamline.router.spi.BudgetClaim;
import beamline.router.spi.BudgetShare;
import beamline.router.spi.TenantStore;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Settings in a map, each call under one lock. A write returns after everybody who watches has been
 * told.
 */
final class MemoryTenantStore implements TenantStore {
  private static final int MAX_VIOLATIONS = 10_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, TenantSettings> settings = new TreeMap<>();
  private final Deque<QuotaViolation> violations = new ArrayDeque<>();
  private final Watchers<TenantSettings> watchers = new Watchers<>("tenants", lock);
  private final Shares shares = new Shares();
  private final LongSupplier epochMillis;

  MemoryTenantStore(LongSupplier epochMillis) {
    this.epochMillis = epochMillis;
  }

  @Override
  public Optional<TenantSettings> get(String tenantId) {
    Objects.requireNonNull(tenantId, "tenantId");
    lock.lock();
    try {
      return Optional.ofNullable(settings.get(tenantId));
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<TenantSettings> all() {
    lock.lock();
    try {
      return List.copyOf(settings.values());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Write put(TenantSettings changed, long expectedRevision) {
    lock.lock();
    try {
      TenantSettings before = settings.get(changed.tenantId());
      long actual = before == null ? 0 : before.revision();
      if (actual != expectedRevision) {
        return new Write.Conflict(expectedRevision, actual);
      }
      TenantSettings stored = changed.toBuilder().revision(actual + 1).build();
      settings.put(stored.tenantId(), stored);
      watchers.tell(stored);
      return new Write.Done(stored.revision());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Watch watch(Consumer<TenantSettings> listener) {
    return watchers.add(listener)::run;
  }

  /** The newest of all tenants together; the oldest are forgotten first. */
  @Override
  public void violated(List<QuotaViolation> more) {
    lock.lock();
    try {
      more.forEach(violations::addFirst);
      while (violations.size() > MAX_VIOLATIONS) {
        violations.removeLast();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<QuotaViolation> violations(String tenantId, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + ", must be 1 or more");
    }
    List<QuotaViolation> found = new ArrayList<>();
    lock.lock();
    try {
      for (QuotaViolation violation : violations) {
        if (violation.tenantId().equals(tenantId) && found.size() < limit) {
          found.add(violation);
        }
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public BudgetShare claim(BudgetClaim claim) {
    lock.lock();
    try {
      return shares.claim(claim, epochMillis.getAsLong());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean claimsAtOnce() {
    return true;
  }
}
