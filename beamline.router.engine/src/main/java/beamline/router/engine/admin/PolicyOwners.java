package beamline.router.engine.admin;

import beamline.router.api.ErrorCode;
import beamline.router.api.LogEvent;
import beamline.router.api.RouterException;
import beamline.router.api.policy.PolicyKey;
import beamline.router.engine.access.Principal;
import beamline.router.engine.store.Store;
import beamline.router.spi.AccessStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who created which policy, as the access store knows it; never as a caller says. The host owns
 * nothing: it may do everything. Safe for concurrent use.
 */
final class PolicyOwners {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyOwners.class);

  private final AccessStore store;

  PolicyOwners(AccessStore store) {
    this.store = store;
  }

  /** Fails when the store cannot say. */
  boolean isOwner(Principal principal, PolicyKey key) {
    try {
      return store
          .owner(key.tenantId(), Target.POLICY, key.policyId())
          .filter(principal.id()::equals)
          .isPresent();
    } catch (RuntimeException e) {
      throw Store.ACCESS.failed(e);
    }
  }

  /**
   * Whoever owned a former policy of that name does not own this one.
   *
   * @throws RouterException when a former owner cannot be taken off, and when the new one cannot be
   *     kept, unless who created it may do everything
   */
  void created(Principal principal, PolicyKey key) {
    try {
      store.disown(key.tenantId(), Target.POLICY, key.policyId());
    } catch (RuntimeException e) {
      throw down("a former owner of its name cannot be taken off", e);
    }
    if (principal.equals(Principal.HOST)) {
      return;
    }
    try {
      store.own(key.tenantId(), Target.POLICY, key.policyId(), principal.id());
    } catch (RuntimeException e) {
      if (principal.standing().isEmpty()) {
        throw down("its owner cannot be kept", e);
      }
      LOG.atError()
          .addKeyValue(LogEvent.KEY, LogEvent.POLICY_OWNER_NOT_KEPT)
          .addKeyValue("tenant_id", key.tenantId())
          .addKeyValue("policy_id", key.policyId())
          .addKeyValue("principal", principal.id())
          .setCause(e)
          .log("a policy was created, and by whom could not be kept");
    }
  }

  private static RouterException down(String what, RuntimeException e) {
    return new RouterException(ErrorCode.SERVICE_DOWN, what + ": " + e.getMessage(), what, e);
  }

  /** What fails here is done again before somebody else has a policy of that name. */
  void deleted(PolicyKey key) {
    try {
      store.disown(key.tenantId(), Target.POLICY, key.policyId());
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue(LogEvent.KEY, LogEvent.POLICY_OWNER_NOT_KEPT)
          .addKeyValue("tenant_id", key.tenantId())
          .addKeyValue("policy_id", key.policyId())
          .setCause(e)
          .log("a policy was deleted, and its owner could not be taken off");
    }
  }
}
