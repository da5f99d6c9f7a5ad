package beamline.router.api.policy;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What differs between two documents of a policy.
 *
 * <p>Providers and extensions are matched by name, so that one more or less does not change the
 * others; everything else in an array is matched by its place. The order of keys and of providers,
 * white space, {@code null}, and how a number or a provider is spelled ({@code 1.0} or {@code 1},
 * {@code "a"} or {@code {"name": "a"}}) are no change. The order of extensions is one: they run in
 * it.
 *
 * @param changes in the order of the documents
 * @param shares every provider that one of the documents gives weights to, in the order of the
 *     documents
 */
public record PolicyDiff(List<Change> changes, List<Share> shares) {

  public PolicyDiff {
    changes = List.copyOf(changes);
    shares = List.copyOf(shares);
  }

  /** Whether nothing differs. */
  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** What became of a value. */
  public enum Kind {
    /** It was not there before. */
    ADDED,
    /** It is not there any more. */
    REMOVED,
    /** It is another one. */
    CHANGED
  }

  /**
   * A value that differs.
   *
   * @param path where, such as {@code sticky.ttl} or {@code providers["openai"].weight}
   * @param before the value as JSON; empty when it was added
   * @param after the value as JSON; empty when it was removed
   */
  public record Change(String path, Optional<String> before, Optional<String> after) {

    public Change {
      Objects.requireNonNull(path, "path");
      if (before.isEmpty() && after.isEmpty()) {
        throw new IllegalArgumentException("a change has a value before or after it");
      }
    }

    /** What became of the value. */
    public Kind kind() {
      return before.isEmpty() ? Kind.ADDED : after.isEmpty() ? Kind.REMOVED : Kind.CHANGED;
    }
  }

  /**
   * What part of the weights a provider has: of the decisions, too, as long as it is available and
   * the policy decides by weight.
   *
   * @param providerId its id
   * @param before 0 to 1; 0 when it has no weight, or the document cannot be used
   * @param after the same, after the change
   */
  public record Share(String providerId, double before, double after) {

    public Share {
      Objects.requireNonNull(providerId, "providerId");
    }
  }
}
