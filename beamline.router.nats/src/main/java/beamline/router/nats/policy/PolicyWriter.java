package beamline.router.nats.policy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.PolicyKey;
import beamline.router.nats.bucket.Bucket;
import io.nats.client.JetStreamApiException;
import io.nats.client.impl.Headers;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Stores a message of a policy once or not at all. When the server's answer is lost, nobody knows
 * whether it was stored: it is sent again under the same conditions, which hold for one of the two
 * only, and recognised by its own id where they do not hold any more.
 */
final class PolicyWriter {
  private static final long AGAIN_MILLIS = 50;

  private final Bucket bucket;
  private final PolicyLookup lookup;

  PolicyWriter(Bucket bucket, PolicyLookup lookup) {
    this.bucket = bucket;
    this.lookup = lookup;
  }

  /**
   * Stores it after the newest message of its key.
   *
   * @param after the number of that message; 0 for none
   * @param headers further conditions among them
   * @return its number; empty if a condition does not hold
   */
  OptionalLong write(PolicyKey key, long after, Headers headers, byte[] data, CallTime time) {
    String id = UUID.randomUUID().toString();
    Headers own = new Headers(headers).put(PolicyEntry.WRITE_ID, id);
    RouterException lost = null;
    while (true) {
      try {
        OptionalLong stored =
            time.await(bucket.storeAfter(PolicyEntry.keyOf(key), after, own, data));
        return stored.isEmpty() && lost != null ? mine(key, after, id, time) : stored;
      } catch (RouterException e) {
        lost = lost == null ? mayBeStored(e) : lost;
        if (!time.pause(AGAIN_MILLIS)) {
          throw lost;
        }
      }
    }
  }

  /** The failure, if the message may have been stored all the same; else throws it. */
  private static RouterException mayBeStored(RouterException e) {
    @Nullable Throwable cause = e.getCause();
    if (cause instanceof JetStreamApiException
        || cause instanceof RouterException
        || e.code() == ErrorCode.CONFIGURATION_INVALID) {
      throw e; // refused, or never sent
    }
    return e;
  }

  /** The number under which this write was stored; somebody may have changed the policy since. */
  private OptionalLong mine(PolicyKey key, long after, String id, CallTime time) {
    return lookup.since(after, key, time).stream()
        .filter(entry -> entry.writeId().equals(id))
        .mapToLong(PolicyEntry::revision)
        .findFirst();
  }
}
