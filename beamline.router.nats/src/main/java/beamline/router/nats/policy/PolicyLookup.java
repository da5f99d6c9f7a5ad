package beamline.router.nats.policy;

import beamline.router.api.policy.PolicyKey;
import beamline.router.nats.bucket.Bucket;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfo;
import io.nats.client.api.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Asks the leader of the bucket's stream for single messages. A reading, which is faster for many,
 * needs a consumer: in a cluster that takes all servers to agree, and the consumer may be put on
 * one that has just died.
 */
final class PolicyLookup {
  /** Questions under way at a time. */
  private static final int AT_A_TIME = 256;

  private final Bucket bucket;
  private final PolicyReading reading;

  PolicyLookup(Bucket bucket, PolicyReading reading) {
    this.bucket = bucket;
    this.reading = reading;
  }

  /** The newest message of a policy. */
  Optional<PolicyEntry> newest(PolicyKey key, CallTime time) {
    return time.await(bucket.last(PolicyEntry.keyOf(key)))
        .map(stored -> PolicyEntry.of(key, stored));
  }

  /** The newest messages of a tenant's policies. */
  List<PolicyEntry> newest(String tenantId, CallTime time) {
    return newest(tenantId, time.await(bucket.info(PolicyEntry.keysOf(tenantId))), time);
  }

  /**
   * The same.
   *
   * @param info with the tenant's keys
   */
  List<PolicyEntry> newest(String tenantId, StreamInfo info, CallTime time) {
    List<Subject> subjects = info.getStreamState().getSubjects();
    if (subjects.size() >= Bucket.MAX_KEYS) {
      return reading.newest(PolicyEntry.keysOf(tenantId)); // there may be more than were told
    }
    List<PolicyEntry> entries = new ArrayList<>(subjects.size());
    for (int begin = 0; begin < subjects.size(); begin += AT_A_TIME) {
      List<CompletableFuture<Optional<PolicyEntry>>> answers = new ArrayList<>();
      for (Subject subject :
          subjects.subList(begin, Math.min(subjects.size(), begin + AT_A_TIME))) {
        PolicyEntry.key(subject.getName()).map(this::ask).ifPresent(answers::add);
      }
      answers.forEach(answer -> time.await(answer).ifPresent(entries::add));
    }
    return entries;
  }

  private CompletableFuture<Optional<PolicyEntry>> ask(PolicyKey key) {
    return bucket
        .last(PolicyEntry.keyOf(key))
        .thenApply(stored -> stored.map(message -> PolicyEntry.of(key, message)));
  }

  /** The messages of a policy that are newer than one of this number, oldest first. */
  List<PolicyEntry> since(long revision, PolicyKey key, CallTime time) {
    List<PolicyEntry> entries = new ArrayList<>();
    long from = revision + 1;
    while (true) {
      Optional<MessageInfo> next = time.await(bucket.next(PolicyEntry.keyOf(key), from));
      if (next.isEmpty()) {
        return entries;
      }
      entries.add(PolicyEntry.of(key, next.get()));
      from = next.get().getSeq() + 1;
    }
  }
}
