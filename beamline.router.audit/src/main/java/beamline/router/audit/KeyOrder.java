package beamline.router.audit;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which key may seal what comes next: keys only move forward. One that another one has followed
 * seals no more, and none follows the newest, so that an old key which somebody stole is worth
 * nothing after the change. A checkpoint moves them forward, too.
 */
final class KeyOrder {
  private final String newest;
  private final Set<String> followed = new HashSet<>();
  private @Nullable String now;

  KeyOrder(KeyRing keys) {
    this.newest = keys.currentId();
  }

  /** Whether this key may be the next, or still the same. */
  boolean allows(String keyId) {
    return now == null || now.equals(keyId) || (!now.equals(newest) && !followed.contains(keyId));
  }

  /** A key sealed or signed. One that may not any more changes nothing. */
  void used(String keyId) {
    if (allows(keyId) && !keyId.equals(now)) {
      if (now != null) {
        followed.add(now);
      }
      now = keyId;
    }
  }

  /** The key that was used last. */
  String last() {
    return String.valueOf(now);
  }
}
