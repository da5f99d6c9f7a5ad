package beamline.router.nats.policy;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The revision of each policy that was told last, and so what a message changes. Not safe for
 * concurrent use.
 */
final class ToldPolicies {
  private final Map<PolicyKey, Long> revisions = new HashMap<>();

  /** While the bucket is read anew: those of which nothing has come yet. */
  private final Set<PolicyKey> unseen = new HashSet<>();

  private boolean complete;

  /** How many policies there are. */
  int size() {
    return revisions.size();
  }

  /** The newest message of every policy comes now. */
  void readAnew() {
    unseen.clear();
    unseen.addAll(revisions.keySet());
  }

  /** What comes from now on is of another log: its numbers say nothing of what was told before. */
  void forget() {
    revisions.clear();
    unseen.clear();
  }

  /**
   * What a message changes.
   *
   * @param quiet whether it was there before anybody wanted to be told
   */
  List<PolicyChange> changes(PolicyEntry entry, boolean quiet) {
    PolicyKey key = entry.key();
    unseen.remove(key);
    if (entry.isRemoval()) {
      boolean known = revisions.remove(key) != null;
      // Of those that went before the first reading was complete somebody else may know.
      return known || (!complete && !quiet) ? List.of(entry.change()) : List.of();
    }
    long before = revisions.getOrDefault(key, 0L);
    if (before == entry.revision()) {
      return List.of();
    }
    revisions.put(key, entry.revision());
    return quiet ? List.of() : List.of(entry.change());
  }

  /**
   * Everything that was there has come: those of which nothing came are gone.
   *
   * @param revision that of the newest message
   */
  List<PolicyChange> finish(long revision) {
    complete = true;
    if (unseen.isEmpty()) {
      return List.of();
    }
    List<PolicyChange> removals = new ArrayList<>();
    for (PolicyKey key : unseen) {
      long before = revisions.getOrDefault(key, 0L);
      revisions.remove(key);
      removals.add(new PolicyChange.Removed(key, Math.max(before, revision)));
    }
    unseen.clear();
    return removals;
  }
}
