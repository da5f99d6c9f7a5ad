package beamline.router.api.policy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** What became of a policy in its store: a step of its history, or how it is now. */
public sealed interface PolicyChange {

  /** Which policy. */
  PolicyKey key();

  /** Its number: no later change of the policy has a lower one, unless it has none, which is 0. */
  long revision();

  /** The documents among changes, in their order. */
  static List<PolicyDocument> documents(List<? extends PolicyChange> changes) {
    return changes.stream()
        .flatMap(
            change ->
                change instanceof Updated updated ? Stream.of(updated.document()) : Stream.empty())
        .toList();
  }

  /**
   * The document that a change left behind; empty when it left none.
   *
   * @throws RouterException with {@link ErrorCode#INVALID_POLICY} when it left one that cannot be
   *     read
   */
  static Optional<PolicyDocument> document(PolicyChange change) {
    if (change instanceof Unreadable unreadable) {
      throw unreadable.toException();
    }
    return change instanceof Updated updated ? Optional.of(updated.document()) : Optional.empty();
  }

  /**
   * A document was stored.
   *
   * @param document what was stored
   */
  record Updated(PolicyDocument document) implements PolicyChange {
    public Updated {
      Objects.requireNonNull(document, "document");
    }

    @Override
    public PolicyKey key() {
      return document.key();
    }

    @Override
    public long revision() {
      return document.revision();
    }
  }

  /**
   * The policy was removed.
   *
   * @param key which one
   * @param revision a number that no document up to the removal exceeds, and every later one does
   */
  record Removed(PolicyKey key, long revision) implements PolicyChange {
    public Removed {
      Objects.requireNonNull(key, "key");
    }
  }

  /**
   * Something was stored that the store cannot read, such as a broken file; the last good document
   * stays in force.
   *
   * @param key which policy
   * @param revision the one that a write has to expect to take its place; 0 where the store has
   *     given it none
   * @param problem what is wrong with it
   */
  record Unreadable(PolicyKey key, long revision, String problem) implements PolicyChange {
    public Unreadable {
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(problem, "problem");
    }

    /** Says so to who asks for the document. */
    public RouterException toException() {
      return new RouterException(
          ErrorCode.INVALID_POLICY,
          "policy "
              + key
              + " cannot be read: "
              + problem
              + "; a change that expects revision "
              + revision
              + " replaces it");
    }
  }
}
