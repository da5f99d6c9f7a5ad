package beamline.router.engine.tenant;

import beamline.router.api.ErrorCode;
import beamline.router.api.LimitKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.api.admin.TenantSettings;
import beamline.router.engine.budget.BudgetKeeper;
import beamline.router.engine.catalogue.Quotas;
import beamline.router.spi.TenantStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What is in force for tenants: what the store has, and what is configured where it has nothing.
 * Each change replaces the limits as a whole, so that decisions read them without a lock. Nothing
 * is in force before the store was read: without their limits and budgets tenants are not to be
 * served. Safe for concurrent use.
 */
public final class Tenants implements AutoCloseable {
  private final TenantStore store;
  private final TenantLimits configured;
  private final Quotas quotas;
  private final Map<String, Long> tiers;
  private final BudgetKeeper budgets;
  private final Map<String, TenantSettings> known = new ConcurrentHashMap<>();
  private volatile @Nullable TenantLimits limits;
  private volatile TenantStore.@Nullable Watch watch;
  private volatile boolean closed;

  /** Nothing is in force before {@link #load}. */
  public Tenants(RouterConfig config, TenantStore store, BudgetKeeper budgets) {
    this.store = store;
    this.budgets = budgets;
    configured = TenantLimits.of(config);
    quotas = Quotas.of(config);
    tiers = config.get(LimitKeys.TIERS);
  }

  /**
   * Takes what the store has, and every change from now on. When the store cannot be read, this can
   * be called again.
   */
  public void load() {
    if (watch == null) {
      watch = store.watch(this::accept); // first, so that no change falls between
      if (closed) {
        endWatch(); // whoever closed this meanwhile has seen none
      }
    }
    store.all().forEach(this::accept);
    bringIntoForce();
  }

  private synchronized void bringIntoForce() {
    limits = configured.with(tiers, known.values());
  }

  /** Takes what is set for a tenant; what is older than what is known says nothing. */
  synchronized void accept(TenantSettings settings) {
    TenantSettings before = known.get(settings.tenantId());
    if (before != null && before.revision() >= settings.revision()) {
      return;
    }
    known.put(settings.tenantId(), settings);
    if (limits != null) {
      bringIntoForce();
    }
    budgets.accept(settings);
  }

  /** The limits now; null before they are known. */
  public @Nullable TenantLimits limits() {
    return limits;
  }

  /**
   * How much a tenant may store now.
   *
   * @throws RouterException with {@link ErrorCode#SERVICE_DOWN} before that is known
   */
  public Quotas quotas(String tenantId) {
    if (limits == null) {
      throw new RouterException(ErrorCode.SERVICE_DOWN, "the quotas of tenants are not known yet");
    }
    TenantSettings own = known.get(tenantId);
    return own == null ? quotas : quotas.with(own);
  }

  /** For how many tenants something is set. */
  public int size() {
    return known.size();
  }

  @Override
  public void close() {
    closed = true;
    endWatch();
    budgets.close();
  }

  private void endWatch() {
    TenantStore.Watch open = watch;
    if (open != null) {
      open.close();
    }
  }
}
