package beamline.router.nats.transport;

import beamline.router.spi.Transport.Following;
import beamline.router.spi.Transport.LogEntry;
import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.JetStreamApiException;
import io.nats.client.MessageConsumer;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.OrderedConsumerConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads a stream along, in order and for itself alone. */
final class StreamFollower implements Following, Drainable {
  private static final Logger LOG = LoggerFactory.getLogger(StreamFollower.class);
  private static final int NOT_FOUND = 404;

  private final String subject;
  private final Consumer<LogEntry> handler;
  private final Consumer<StreamFollower> whenClosed;
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final long lastAtStart;
  private final Deliverer deliverer;
  private final MessageConsumer reading;
  private volatile boolean closed;

  StreamFollower(
      Connection connection,
      JetStreams streams,
      String subject,
      long fromEpochMillis,
      Consumer<LogEntry> handler,
      Consumer<StreamFollower> whenClosed)
      throws IOException, JetStreamApiException {
    this.subject = subject;
    this.handler = handler;
    this.whenClosed = whenClosed;
    String stream = streams.reading(connection, subject, false);
    Instant from = Instant.ofEpochMilli(fromEpochMillis);
    this.lastAtStart = last(connection, streams, stream, from);
    if (lastAtStart == 0) {
      caughtUp.complete(null);
    }
    this.deliverer = new Deliverer(connection, subject, this::handle);
    deliverer.dispatcher().setPendingLimits(-1, -1); // as many as were pulled
    this.reading =
        connection
            .getStreamContext(stream, streams.options())
            .createOrderedConsumer(
                new OrderedConsumerConfiguration()
                    .filterSubject(subject)
                    .deliverPolicy(DeliverPolicy.ByStartTime)
                    .startTime(from.atZone(ZoneOffset.UTC)))
            .consume(
                ConsumeOptions.builder().expiresIn(DurableSubscription.PULL_MILLIS).build(),
                deliverer.dispatcher(),
                deliverer);
  }

  /**
   * The number of the newest message that has to be read to be up to date; 0 when there is none.
   */
  private long last(Connection connection, JetStreams streams, String stream, Instant from)
      throws IOException, JetStreamApiException {
    try {
      MessageInfo newest = streams.management(connection).getLastMessage(stream, subject);
      return newest.getTime().toInstant().isBefore(from) ? 0 : newest.getSeq();
    } catch (JetStreamApiException e) {
      if (e.getErrorCode() == NOT_FOUND) {
        return 0;
      }
      throw e;
    }
  }

  private void handle(io.nats.client.Message message) {
    AckReply reply = AckReply.of(message.getReplyTo());
    try {
      handler.accept(new LogEntry(Wire.stored(message), reply.sequence(), reply.storedAtMillis()));
    } finally {
      if (reply.sequence() >= lastAtStart || reply.pending() == 0) {
        caughtUp.complete(null);
      }
    }
  }

  @Override
  public CompletionStage<Void> caughtUp() {
    return caughtUp.copy();
  }

  @Override
  public long pending() {
    return deliverer.pending();
  }

  @Override
  public CompletionStage<?> stopTaking(Duration timeout) {
    close();
    return CompletableFuture.completedFuture(true);
  }

  @Override
  public boolean isFinished() {
    return true;
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    whenClosed.accept(this);
    try {
      reading.close();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.debug("{} could not be closed", subject, e);
    }
    deliverer.close();
  }
}
