package beamline.router.nats.policy;

import beamline.router.nats.bucket.Bucket;
import beamline.router.nats.transport.AckReply;
import beamline.router.nats.transport.OrderedReading;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.OrderedConsumerConfiguration;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How far the log of the bucket is read, and the reading that is under way. Messages come on a
 * thread of their own; everything else is called by one thread at a time.
 */
final class LogReading {
  /** A cluster may put a consumer on a server that has just died: another try may do better. */
  private static final Duration OPENING = Duration.ofSeconds(2);

  private final Bucket bucket;
  private final Listener listener;
  private @Nullable OrderedReading reading;

  /** How many readings there were: one that has ended may still be at its last message. */
  private long turns;

  private long lastRead;

  /** Who is given the messages. */
  @FunctionalInterface
  interface Listener {
    /**
     * A message has come.
     *
     * @param turn of the reading that brought it
     */
    void came(Message message, long turn);
  }

  LogReading(Bucket bucket, Listener listener) {
    this.bucket = bucket;
    this.listener = listener;
  }

  /** The number of the last message that was read; 0 if there was none. */
  long last() {
    return lastRead;
  }

  /** What comes next is the newest message of every policy, whatever was read. */
  void beginAnew() {
    lastRead = 0;
  }

  boolean isOpen() {
    return reading != null;
  }

  /** Whether nothing more is on its way. */
  boolean isIdle() {
    OrderedReading now = reading;
    return now != null && now.pending() == 0;
  }

  /** Reads on after the last message that was read. */
  void open(Connection connection) throws IOException, JetStreamApiException {
    long turn = ++turns;
    reading =
        OrderedReading.open(
            connection,
            bucket.stream(),
            JetStreamOptions.builder().requestTimeout(OPENING).build(),
            from(),
            message -> listener.came(message, turn));
  }

  private OrderedConsumerConfiguration from() {
    OrderedConsumerConfiguration from =
        new OrderedConsumerConfiguration().filterSubject(bucket.subject(PolicyEntry.ALL));
    return lastRead == 0
        ? from.deliverPolicy(DeliverPolicy.LastPerSubject)
        : from.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(lastRead + 1);
  }

  /** Takes note of a message; false if its reading has ended, or if it was read before. */
  boolean takes(Message message, long turn) {
    long sequence = AckReply.of(message.getReplyTo()).sequence();
    if (turn != turns || sequence <= lastRead) {
      return false;
    }
    lastRead = sequence;
    return true;
  }

  void end() {
    OrderedReading ended = reading;
    reading = null;
    if (ended != null) {
      ended.close();
    }
  }
}
