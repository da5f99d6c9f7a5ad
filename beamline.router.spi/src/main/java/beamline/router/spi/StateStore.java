package beamline.router.spi;

import beamline.router.api.RouterComponent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * Small entries that expire: sticky pins, idempotency marks, correlation. Keys are texts of at most
 * 512 bytes, values of at most 64 KiB. Never blocks; the engine does not wait for it on the
 * decision path.
 *
 * <p>Stages fail with {@link beamline.router.api.RouterException} ({@code SERVICE_DOWN}) when the
 * store cannot be reached.
 */
public interface StateStore extends RouterComponent {

  /** The entry of a key, unless it has expired. */
  CompletionStage<Optional<Entry>> get(String key);

  /**
   * Stores a value whatever was there.
   *
   * @param ttl how long it lives, positive
   * @return the revision of the new entry
   */
  CompletionStage<Long> put(String key, byte[] value, Duration ttl);

  /**
   * Stores a value if there is none.
   *
   * @return the entry that is there now: its value is the given one exactly if it was stored
   */
  CompletionStage<PutIfAbsent> putIfAbsent(String key, byte[] value, Duration ttl);

  /**
   * Stores a value if the entry still has this revision.
   *
   * @return whether it was stored
   */
  CompletionStage<Boolean> compareAndSet(
      String key, long expectedRevision, byte[] value, Duration ttl);

  /** Removes an entry; does nothing when there is none. */
  CompletionStage<Void> remove(String key);

  /**
   * An entry.
   *
   * @param value its bytes; not to be changed
   * @param revision changes with every write of the key
   */
  @SuppressWarnings("ArrayRecordComponent") // an entry is its bytes; it is never compared
  record Entry(byte[] value, long revision) {}

  /**
   * What {@link #putIfAbsent} found.
   *
   * @param stored whether the given value was stored
   * @param entry the entry that is there now
   */
  record PutIfAbsent(boolean stored, Entry entry) {}
}
