package beamline.router.api.admin;

import beamline.router.api.ErrorTable;

/**
 * What an operator may change while the router runs. Every change is effective for the next
 * decision, on every thread.
 *
 * <p>The three tenant lists are independent: who may ask, whose assignments are published, whose
 * results are accepted.
 */
public interface RouterControls {

  /** Whether assignments are published: the kill switch. Decisions go on when it is off. */
  boolean assignmentsEnabled();

  /** Turns the publishing of assignments on or off. */
  void assignmentsEnabled(boolean enabled);

  /** Whose requests are decided. */
  TenantList intakeTenants();

  /** Replaces the tenants whose requests are decided. */
  void intakeTenants(TenantList tenants);

  /** Whose assignments are published. */
  TenantList pushTenants();

  /** Replaces the tenants whose assignments are published. */
  void pushTenants(TenantList tenants);

  /** Whose results and acknowledgements are accepted. */
  TenantList resultTenants();

  /** Replaces the tenants whose results and acknowledgements are accepted. */
  void resultTenants(TenantList tenants);

  /** How errors look at the edges. */
  ErrorTable errorTable();

  /** Replaces how errors look at the edges. */
  void errorTable(ErrorTable table);
}
