package beamline.router.engine.catalogue;

import beamline.router.api.RouterException;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.engine.policy.PolicyModel;
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

  /** The newest revision below one that cannot be used, to be put in force. */
  Optional<CompiledPolicy> lastGood(PolicyKey key, long brokenRevision) {
    for (PolicyDocument former : store.history(key, MAX_LOOKED_AT)) {
      PolicyModel model =
          former.revision() < brokenRevision ? admission.parse(former).model() : null;
      if (model != null) {
        LOG.warn("policy {} decides as of revision {}", key, former.revision());
        return Optional.of(admission.compiler().compile(key, former.revision(), model));
      }
    }
    return Optional.empty();
  }

  /** The newest revision of a policy of which nothing newer can be read, if the store answers. */
  Optional<CompiledPolicy> lastReadable(PolicyKey key) {
    try {
      return lastGood(key, Long.MAX_VALUE);
    } catch (RouterException e) {
      LOG.warn("the history of policy {} cannot be read: {}", key, e.getMessage());
      return Optional.empty();
    }
  }
}
