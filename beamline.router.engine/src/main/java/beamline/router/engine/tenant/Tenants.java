package beamline.router.engine.tenant;

import beamline.router.api.LimitKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.admin.TenantSettings;
import beamline.router.engine.budget.BudgetKeeper;
import beamline.router.engine.catalogue.Quotas;
import beamline.router.spi.TenantStore;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is in force for tenants: what the store has, and what is configured where it has nothing.
 * Each change replaces the limits as a whole, so that decisions read them without a lock. Safe for
 * concurrent use.
 */
public final class Tenants implements AutoCloseable {
  private final TenantStore store;
  private final TenantLimits configured;
  private final Quotas quotas;
  private final Map<String, Long> tiers;
  private final BudgetKeeper budgets;
  private volatile Map<String, TenantSettings> known = Map.of();
  private volatile TenantLimits limits;
  private TenantStore.@Nullable Watch watch;

  /** Nothing but what is configured, until {@link #follow}. */
  public Tenants(RouterConfig config, TenantStore store, BudgetKeeper budgets) {
    this.store = store;
    this.budgets = budgets;
    configured = TenantLimits.of(config);
    limits = configured;
    quotas = Quotas.of(config);
    tiers = config.get(LimitKeys.TIERS);
  }

  /**
   * Takes what the store has, and every change from now on.
   *
   * @throws beamline.router.api.RouterException when it cannot be reached: without their limits and
   *     budgets tenants are not to be served
   */
  public void follow() {
    watch = store.watch(this::accept);
    store.all().forEach(this::accept);
  }

  /** Takes what is set for a tenant; what is older than what is known says nothing. */
  synchronized void accept(TenantSettings settings) {
    TenantSettings before = known.get(settings.tenantId());
    if (before != null && before.revision() >= settings.revision()) {
      return;
    }
    Map<String, TenantSettings> after = new HashMap<>(known);
    after.put(settings.tenantId(), settings);
    known = Map.copyOf(after);
    limits = configured.with(tiers, after.values());
    budgets.accept(settings);
  }

  /** The limits now. */
  public TenantLimits limits() {
    return limits;
  }

  /** How much a tenant may store now. */
  public Quotas quotas(String tenantId) {
    TenantSettings own = known.get(tenantId);
    return own == null ? quotas : quotas.with(own);
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
    budgets.close();
  }
}
