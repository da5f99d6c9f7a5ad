package beamline.router.engine.admin;

import beamline.router.api.RouterException;
import beamline.router.api.admin.Administration;
import beamline.router.api.admin.BudgetControl;
import beamline.router.api.admin.Credentials;
import beamline.router.api.admin.Grant;
import beamline.router.api.admin.LimitControl;
import beamline.router.api.admin.Permission;
import beamline.router.api.admin.RouterControls;
import beamline.router.engine.access.AccessCheck;
import beamline.router.engine.access.Authenticator;
import beamline.router.engine.access.Principal;
import beamline.router.engine.audit.Refusals;
import beamline.router.engine.catalogue.StoredPolicies;
import beamline.router.engine.extension.registry.StoredExtensions;
import beamline.router.engine.question.Questions;
import beamline.router.spi.AccessStore;
import beamline.router.spi.AuditSink;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Hands out the administration of a router to whoever may have it. Safe for concurrent use.
 *
 * @param authenticator knows who shows what
 * @param check knows what they may do
 * @param journal is told what they did
 * @param refusals is told of those who are nobody
 * @param policies the policies, unguarded
 * @param controls the controls, unguarded
 * @param limits limits of tenants, unguarded
 * @param budgets budgets of tenants, unguarded
 * @param extensions the registry of extensions, unguarded
 * @param store roles, grants and owners
 * @param audit where the audit log is
 * @param questions what can be asked
 * @param epochMillis the wall clock
 */
public record Administrations(
    Authenticator authenticator,
    AccessCheck check,
    Journal journal,
    Refusals refusals,
    StoredPolicies policies,
    RouterControls controls,
    LimitControl limits,
    BudgetControl budgets,
    StoredExtensions extensions,
    AccessStore store,
    AuditSink audit,
    Questions questions,
    LongSupplier epochMillis) {

  /** For the program that the router runs in. */
  public Administration host() {
    return of(Principal.HOST);
  }

  /** For the settings of that program, which it follows. */
  public Administration configuration() {
    return of(Principal.CONFIGURATION);
  }

  /**
   * For whoever shows this.
   *
   * @throws RouterException with {@link beamline.router.api.ErrorCode#UNAUTHENTICATED} when nobody
   *     that is known does
   */
  public Administration of(Credentials credentials) {
    return of(principal(credentials));
  }

  /**
   * Fails unless whoever shows this may do something.
   *
   * @param action what is to be done, as the audit log names it
   * @param tenantId for whom; {@link Grant#ALL_TENANTS} for the router as a whole
   * @throws RouterException as every call of an {@link Administration} does
   */
  public void require(
      Credentials credentials, Permission permission, String action, String tenantId) {
    new Guard(principal(credentials), check, journal)
        .require(permission, action, new Target(tenantId, permission.resource(), ""));
  }

  private Principal principal(Credentials credentials) {
    try {
      return authenticator.authenticate(credentials);
    } catch (RouterException e) {
      refusals.tell(
          "",
          "unknown",
          "caller",
          "",
          Map.of("code", e.code().reason(), "shown", shown(credentials)));
      throw e;
    }
  }

  private static String shown(Credentials credentials) {
    if (credentials instanceof Credentials.ApiKey) {
      return "api_key";
    }
    if (credentials instanceof Credentials.BearerToken) {
      return "bearer_token";
    }
    return credentials instanceof Credentials.ClientCertificate ? "certificate" : "nothing";
  }

  private Administration of(Principal principal) {
    Guard guard = new Guard(principal, check, journal);
    GuardedPolicies own = new GuardedPolicies(guard, policies, new PolicyOwners(store));
    return new GuardedAdministration(
        guard,
        own,
        new GuardedControls(guard, controls),
        new GuardedAccess(guard, store, check, epochMillis),
        new GuardedLimits(guard, limits),
        new GuardedBudgets(guard, budgets),
        new GuardedExtensions(guard, extensions, own),
        new GuardedAudit(guard, audit),
        questions);
  }
}
