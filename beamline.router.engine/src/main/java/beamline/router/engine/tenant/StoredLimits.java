package beamline.router.engine.tenant;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.LimitControl;
import beamline.router.api.admin.QuotaViolation;
import beamline.router.api.admin.TenantSettings;
import beamline.router.engine.store.Store;
import beamline.router.spi.TenantStore;
import beamline.router.spi.TenantStore.Write;
import java.util.List;

/** Settings of a store, each change of which is in force when the call returns. */
public final class StoredLimits implements LimitControl {
  private final TenantStore store;
  private final Tenants tenants;

  /** Settings of this store, in force through these. */
  public StoredLimits(TenantStore store, Tenants tenants) {
    this.store = store;
    this.tenants = tenants;
  }

  @Override
  public TenantSettings of(String tenantId) {
    return Store.TENANTS
        .ask(() -> store.get(tenantId))
        .orElseGet(() -> TenantSettings.none(tenantId));
  }

  @Override
  public List<TenantSettings> all() {
    return Store.TENANTS.ask(store::all);
  }

  @Override
  public TenantSettings put(TenantSettings settings) {
    Write write = Store.TENANTS.ask(() -> store.put(settings, settings.revision()));
    if (write instanceof Write.Done done) {
      TenantSettings stored = settings.toBuilder().revision(done.revision()).build();
      tenants.accept(stored);
      return stored;
    }
    throw new RouterException(
        ErrorCode.POLICY_CONFLICT,
        "settings of tenant "
            + settings.tenantId()
            + " are at revision "
            + ((Write.Conflict) write).actual()
            + ", the change expected "
            + settings.revision());
  }

  @Override
  public List<QuotaViolation> violations(String tenantId, int limit) {
    return Store.TENANTS.ask(() -> store.violations(tenantId, limit));
  }
}
