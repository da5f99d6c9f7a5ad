package beamline.router.engine.catalogue;

import beamline.router.api.LogEvent;
import beamline.router.api.RouterException;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.PolicyStore;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Policies that decided once, out of the store's history. Asks the store, which may block. */
final class FormerPolicies {
  private static final Logger LOG = LoggerFactory.getLogger(FormerPolicies.class);
  private static final int MAX_LOOKED_AT = 20;

  private final PolicyStore store;
  private final PolicyAdmission admission;

  FormerPolicies(PolicyStore store, PolicyAdmission admission) {
    this.store = store;
    this.admission = admission;
  }

  /** A revision that decided for this key, kept under another one if that was lent. */
  Optional<CompiledPolicy> at(PolicyKey key, long revision, PolicyKey keptAs) {
    return store
        .revision(keptAs, revision)
        .map(document -> new PolicyDocument(key, document.json(), revision, document.updatedAt()))
        .map(admission::compileAside);
  }

  /**
   * The newest revision that can be used, to be put in force in the place of what cannot; empty if
   * the policy was removed since.
   */
  Optional<CompiledPolicy> lastGood(PolicyChange broken) {
    // What cannot be read may have no number of its own: then it is the newest that there is.
    long end = broken instanceof PolicyChange.Updated ? broken.revision() : Long.MAX_VALUE;
    for (PolicyChange former : store.history(broken.key(), MAX_LOOKED_AT)) {
      if (former.revision() >= end) {
        continue;
      }
      if (former instanceof PolicyChange.Removed) {
        return Optional.empty();
      }
      Optional<CompiledPolicy> policy =
          former instanceof PolicyChange.Updated updated
              ? usable(updated.document())
              : Optional.empty();
      if (policy.isPresent()) {
        LOG.atWarn()
            .addKeyValue(LogEvent.KEY, LogEvent.POLICY_FORMER_IN_FORCE)
            .addKeyValue("tenant_id", former.key().tenantId())
            .addKeyValue("policy_id", former.key().policyId())
            .addKeyValue("revision", former.revision())
            .log("a policy decides as of a former revision");
        return policy;
      }
    }
    return Optional.empty();
  }

  private Optional<CompiledPolicy> usable(PolicyDocument document) {
    return Optional.ofNullable(admission.parse(document).model())
        .map(model -> admission.compiler().compile(document.key(), document.revision(), model));
  }

  /** The same, if the store answers. */
  Optional<CompiledPolicy> lastGoodIfAny(PolicyChange broken) {
    try {
      return lastGood(broken);
    } catch (RouterException e) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.POLICY_HISTORY_UNREADABLE)
          .addKeyValue("tenant_id", broken.key().tenantId())
          .addKeyValue("policy_id", broken.key().policyId())
          .addKeyValue("reason", e.getMessage())
          .log("the history of a policy cannot be read");
      return Optional.empty();
    }
  }
}
