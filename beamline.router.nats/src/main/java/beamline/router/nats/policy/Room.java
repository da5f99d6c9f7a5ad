package beamline.router.nats.policy;

import beamline.router.nats.bucket.Bucket;
import io.nats.client.api.StreamState;
import java.util.OptionalLong;

/**
 * Whether a tenant has room for one more policy. The answer is the number of the newest message of
 * the whole bucket at that moment, and a new policy is stored on the condition that this message
 * still is the newest. So the count holds when the policy is stored, whoever writes at the same
 * time:
 *
 * <ul>
 *   <li>The log only ever gets longer, and what a tenant has follows from the log alone.
 *   <li>The number is read first and the policies after it, so that the count misses nothing up to
 *       the number; what it has seen beyond makes the condition fail.
 *   <li>The server checks the condition when it stores the message, one message after the other. If
 *       it holds, the log ended with the number, and the count was that of this very log.
 * </ul>
 *
 * Nothing has to be written down to count by, and so nothing can be left wrong by a process that
 * dies. The price: a new policy is tried again when anything in the bucket was changed in between.
 */
final class Room {
  private final Bucket bucket;
  private final PolicyReading reading;

  Room(Bucket bucket, PolicyReading reading) {
    this.bucket = bucket;
    this.reading = reading;
  }

  /** The moment at which a tenant had fewer policies than these; empty if it has no fewer. */
  OptionalLong moment(String tenantId, int maxPolicies, CallTime time) {
    String keys = PolicyEntry.keysOf(tenantId);
    StreamState state = time.await(bucket.info(keys)).getStreamState();
    // Those that were removed are among the keys: an estimate that is never too low.
    int atMost = state.getSubjects().size();
    if (atMost < Math.min(maxPolicies, Bucket.MAX_KEYS) || policies(keys) < maxPolicies) {
      return OptionalLong.of(state.getLastSequence());
    }
    return OptionalLong.empty();
  }

  private long policies(String keys) {
    return reading.newestHeaders(keys).stream().filter(entry -> !entry.isRemoval()).count();
  }
}
