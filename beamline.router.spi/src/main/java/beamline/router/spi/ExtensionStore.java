package beamline.router.spi;

import beamline.router.api.RouterComponent;
import beamline.router.api.admin.ExtensionDocument;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The extensions that are registered, as documents. What is in a document is the engine's to judge:
 * a store keeps it, also where it is not valid. Documents are few, so that a change is told as
 * such, and they are read again as a whole. Calls may block; none is on the decision path. Safe for
 * concurrent use.
 *
 * <p>A store that cannot be reached throws {@link beamline.router.api.RouterException} with {@link
 * beamline.router.api.ErrorCode#SERVICE_DOWN}.
 */
public interface ExtensionStore extends RouterComponent {

  /**
   * A store that keeps its documents in a policy store, as if they were the policies of one tenant:
   * whoever has a policy store has an extension store, too. Closing it closes the policy store.
   *
   * @param tenantId which stands for all extensions
   */
  static ExtensionStore keptIn(PolicyStore documents, String tenantId) {
    return new KeptExtensions(documents, tenantId);
  }

  /** What is registered now. */
  Contents current();

  /** What is registered under an id. */
  Optional<ExtensionDocument> get(String id);

  /**
   * Stores a document if the stored revision is the expected one. Revisions of an id count up and
   * are never used twice, not even after it was deleted.
   *
   * @param document what to store; its own revision is ignored
   * @param expectedRevision the revision that must be stored now; 0 when there must be none
   */
  Write put(ExtensionDocument document, long expectedRevision);

  /**
   * Removes a document if the stored revision is the expected one; {@link Write.Conflict} with 0
   * when there is none.
   *
   * @param expectedRevision the revision that must be stored now, 1 or more
   */
  Write delete(String id, long expectedRevision);

  /**
   * Tells that something changed, from now on; several changes may be told as one. A listener that
   * throws is told the next change all the same. A listener must be quick: it runs on the store's
   * thread. When it is told, {@link #current} has the change.
   */
  Watch watch(Runnable listener);

  /**
   * What an operator should look at, such as why changes are not followed at the moment; empty
   * while all is well. Never blocks. A store in trouble follows again by itself once it can, and
   * tells that something changed.
   */
  default Optional<String> trouble() {
    return Optional.empty();
  }

  /**
   * What a store has.
   *
   * @param documents what is registered, by id
   * @param unreadable what is there and cannot be read: why, by id
   */
  record Contents(List<ExtensionDocument> documents, Map<String, String> unreadable) {
    public Contents {
      documents = List.copyOf(documents);
      Objects.requireNonNull(unreadable, "unreadable");
    }
  }

  /** What became of a write. */
  sealed interface Write {
    /** It was done; the revision is the new one, or the one that was deleted. */
    record Done(long revision) implements Write {}

    /** Another revision is stored; 0 when there is none. */
    record Conflict(long expected, long actual) implements Write {}
  }

  /** A registered listener. */
  interface Watch extends AutoCloseable {
    /** Ends the watch; no call to the listener starts after this returns. */
    @Override
    void close();
  }
}
