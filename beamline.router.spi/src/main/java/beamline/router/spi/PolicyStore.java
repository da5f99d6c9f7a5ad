package beamline.router.spi;

import beamline.router.api.RouterComponent;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Versioned policies per tenant. Calls may block; the engine never makes one on the decision path.
 * Revisions of a key count up and are never used twice, not even after a delete.
 *
 * <p>A store that cannot be reached throws {@link beamline.router.api.RouterException} with {@link
 * beamline.router.api.ErrorCode#SERVICE_DOWN}.
 */
public interface PolicyStore extends RouterComponent {

  /**
   * The current document of a key.
   *
   * @throws beamline.router.api.RouterException as {@link PolicyChange.Unreadable#toException}
   *     makes it when what is stored cannot be read
   */
  Optional<PolicyDocument> get(PolicyKey key);

  /** The current documents of a tenant that can be read, by policy id. */
  List<PolicyDocument> list(String tenantId);

  /**
   * How the policies of all tenants are now, by key: each is {@linkplain PolicyChange.Updated
   * there} or {@linkplain PolicyChange.Unreadable cannot be read}.
   */
  List<PolicyChange> current();

  /** The current documents of all tenants that can be read, by key. */
  default List<PolicyDocument> all() {
    return PolicyChange.documents(current());
  }

  /**
   * Stores a document if the stored revision is the expected one, and if the tenant has room for a
   * new policy. No race lets more in.
   *
   * @param document what to store; its own revision is ignored
   * @param expectedRevision the revision that must be stored now, readable or not; 0 when there
   *     must be none
   * @param maxPolicies how many policies the tenant may have after this, 1 or more; counts for a
   *     new policy only
   */
  Write put(PolicyDocument document, long expectedRevision, int maxPolicies);

  /** Stores a document, however many the tenant has. */
  default Write put(PolicyDocument document, long expectedRevision) {
    return put(document, expectedRevision, Integer.MAX_VALUE);
  }

  /**
   * Removes a document if the stored revision is the expected one; {@link Write.Absent} when there
   * is none.
   *
   * @param expectedRevision the revision that must be stored now
   */
  Write delete(PolicyKey key, long expectedRevision);

  /**
   * What became of a key, newest first: its former and current documents, its removals, and what
   * cannot be read. How far back is the store's own choice, but between two documents that are told
   * no removal is missing.
   *
   * @param limit how many changes at most, 1 or more
   */
  List<PolicyChange> history(PolicyKey key, int limit);

  /**
   * A former or current revision of a key, if it is still there.
   *
   * @param revision as a document or a write has told it
   */
  default Optional<PolicyDocument> revision(PolicyKey key, long revision) {
    return PolicyChange.documents(history(key, Integer.MAX_VALUE)).stream()
        .filter(document -> document.revision() == revision)
        .findFirst();
  }

  /**
   * Tells every change from now on, in order per key; a listener that throws is told the next
   * change all the same. A listener must be quick: it runs on the store's thread. A change that the
   * store could not follow closely may be told as the newest state only.
   */
  Watch watch(Consumer<PolicyChange> listener);

  /**
   * What an operator should look at, such as why changes are not followed at the moment; empty
   * while all is well. Never blocks. A store in trouble follows again by itself once it can, and
   * tells what it missed.
   */
  default Optional<String> trouble() {
    return Optional.empty();
  }

  /** What became of a write. */
  sealed interface Write {
    /** It was done; the revision is the new one, or the one that was deleted. */
    record Done(long revision) implements Write {}

    /** Another revision is stored; 0 when there is none. */
    record Conflict(long expected, long actual) implements Write {}

    /** There was nothing to delete. */
    record Absent() implements Write {}

    /** The tenant has as many policies as it may have. */
    record Full(int maxPolicies) implements Write {}
  }

  /** A registered listener. */
  interface Watch extends AutoCloseable {
    /** Ends the watch; no call to the listener starts after this returns. */
    @Override
    void close();
  }
}
