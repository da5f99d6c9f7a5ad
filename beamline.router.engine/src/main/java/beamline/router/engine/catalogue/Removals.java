package beamline.router.engine.catalogue;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyKey;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest removals, so that a document that arrives late is not taken for a new one. Only so
 * many are remembered: stores are late by moments. For one thread at a time.
 */
final class Removals {
  private static final int MAX = 10_000;

  private final Map<PolicyKey, Long> revisions =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PolicyKey, Long> eldest) {
          return size() > MAX;
        }
      };

  /** A policy was removed at this revision. */
  void add(PolicyKey key, long revision) {
    revisions.merge(key, revision, Math::max);
  }

  /**
   * Whether a change is newer than what is known of its policy.
   *
   * @param inForce what decides now; null if nothing does
   */
  boolean isNews(PolicyChange change, @Nullable CompiledPolicy inForce) {
    long revision = change.revision();
    long known = inForce == null ? 0 : inForce.revision;
    if (change instanceof PolicyChange.Unreadable) {
      // Its number may be that of the document whose place it took, or none.
      return revision == 0 || (revision >= known && !cover(change.key(), revision));
    }
    return revision > known && !cover(change.key(), revision);
  }

  /** Whether this revision was removed since. */
  boolean cover(PolicyKey key, long revision) {
    return revision <= revisions.getOrDefault(key, 0L);
  }
}
