package beamline.router.examples.policy;

import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import java.util.List;
import java.util.Optional;

/**
 * How a policy is now, to be changed.
 *
 * @param revision the one to expect; 0 if there is none
 * @param document empty if there is none, or one that cannot be read
 * @param problem why it cannot be read
 */
record Stored(long revision, Optional<PolicyDocument> document, Optional<String> problem) {

  static Stored of(PolicyKey key, Policies policies) {
    List<PolicyChange> newest = policies.history(key, 1);
    if (newest.isEmpty() || newest.get(0) instanceof PolicyChange.Removed) {
      return new Stored(0, Optional.empty(), Optional.empty());
    }
    long revision = newest.get(0).revision();
    return newest.get(0) instanceof PolicyChange.Unreadable unreadable
        ? new Stored(revision, Optional.empty(), Optional.of(unreadable.problem()))
        : new Stored(
            revision, PolicyChange.documents(newest).stream().findFirst(), Optional.empty());
  }
}
