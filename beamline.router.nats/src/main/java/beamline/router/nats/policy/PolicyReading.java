package beamline.router.nats.policy;

import beamline.router.nats.bucket.Bucket;
import beamline.router.nats.connection.NatsLink;
import beamline.router.nats.transport.AckReply;
import beamline.router.nats.transport.OrderedReading;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.OrderedConsumerConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Reads what the bucket holds of some keys, once. What the leader of the stream had stored before
 * is in it, whichever server of a cluster it is read from. It may take as long as something comes
 * within the time of a call.
 */
final class PolicyReading {
  /** How long to wait for what was there before asking whether it still is. */
  private static final long LOOK_MILLIS = 250;

  private final NatsLink link;
  private final Bucket bucket;
  private final Duration timeout;

  PolicyReading(NatsLink link, Bucket bucket, Duration timeout) {
    this.link = link;
    this.bucket = bucket;
    this.timeout = timeout;
  }

  /** The newest of each key. */
  List<PolicyEntry> newest(String keys) {
    return read(keys, DeliverPolicy.LastPerSubject);
  }

  /** All that there are of a key, oldest first. */
  List<PolicyEntry> history(String key) {
    return read(key, DeliverPolicy.All);
  }

  private List<PolicyEntry> read(String keys, DeliverPolicy which) {
    long end = end(keys);
    if (end == 0) {
      return List.of();
    }
    Taken taken = new Taken(end);
    Connection connection = link.live("read", keys);
    try (OrderedReading reading =
        OrderedReading.open(
            connection,
            bucket.stream(),
            JetStreamOptions.builder().requestTimeout(timeout).build(),
            new OrderedConsumerConfiguration()
                .filterSubject(bucket.subject(keys))
                .deliverPolicy(which),
            taken::take)) {
      await(taken, reading, keys);
    } catch (IOException | JetStreamApiException | IllegalStateException e) {
      throw bucket.unavailable(e);
    }
    return taken.all();
  }

  /** The number of the newest message, 0 if there is none. */
  private long end(String keys) {
    return CallTime.of(timeout, bucket)
        .await(bucket.last(keys))
        .map(MessageInfo::getSeq)
        .orElse(0L);
  }

  private void await(Taken taken, OrderedReading reading, String keys) {
    long before = -1;
    CallTime time = CallTime.of(timeout, bucket);
    while (!taken.isDone(LOOK_MILLIS)) {
      long now = taken.last;
      if (now != before) {
        time = CallTime.of(timeout, bucket);
        before = now;
      }
      if (reading.pending() == 0 && end(keys) <= now) {
        return; // what was to come was purged
      }
      time.check("nothing came");
    }
  }

  /** What has come. Filled by the reading's thread until it is done. */
  private static final class Taken {
    private final long end;
    private final List<PolicyEntry> entries = new ArrayList<>();
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private volatile long last;

    Taken(long end) {
      this.end = end;
    }

    /** What came so far; nothing is taken any more. */
    synchronized List<PolicyEntry> all() {
      done.complete(null);
      return entries;
    }

    synchronized void take(Message message) {
      if (done.isDone()) {
        return;
      }
      PolicyEntry.of(message).ifPresent(entries::add);
      last = AckReply.of(message.getReplyTo()).sequence();
      if (last >= end) {
        done.complete(null);
      }
    }

    boolean isDone(long millis) {
      return done.thenApply(nothing -> true)
          .completeOnTimeout(false, millis, TimeUnit.MILLISECONDS)
          .join();
    }
  }
}
