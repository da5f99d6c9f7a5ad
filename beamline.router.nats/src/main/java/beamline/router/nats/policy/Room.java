package beamline.router.nats.policy;

import beamline.router.nats.bucket.Bucket;
import io.nats.client.api.ClusterInfo;
import io.nats.client.api.StreamInfo;
import java.util.Optional;
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
  private final PolicyLookup lookup;

  Room(Bucket bucket, PolicyLookup lookup) {
    this.bucket = bucket;
    this.lookup = lookup;
  }

  /** The moment at which a tenant had fewer policies than these; empty if it has no fewer. */
  OptionalLong moment(String tenantId, int maxPolicies, CallTime time) {
    while (true) {
      StreamInfo info = time.await(bucket.info(PolicyEntry.keysOf(tenantId)));
      OptionalLong moment = OptionalLong.of(info.getStreamState().getLastSequence());
      // Those that were removed are among the keys: an estimate that is never too low.
      int atMost = info.getStreamState().getSubjects().size();
      if (atMost < Math.min(maxPolicies, Bucket.MAX_KEYS)) {
        return moment;
      }
      long policies =
          lookup.newest(tenantId, info, time).stream().filter(entry -> !entry.isRemoval()).count();
      // One that has just begun to lead may not know yet what it was asked for.
      if (leader(info).equals(leader(time.await(bucket.info())))) {
        return policies < maxPolicies ? moment : OptionalLong.empty();
      }
      time.check("the bucket has another leader all the time; policies were not counted");
    }
  }

  private static Optional<String> leader(StreamInfo info) {
    return Optional.ofNullable(info.getClusterInfo()).map(ClusterInfo::getLeader);
  }
}
