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
import org.jspecify.annotations.Nullable;
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
  private final JetStreams streams;
  private final String stream;
  private final Instant from;
  private volatile boolean closed;
  private volatile long lastRead;
  private volatile int generation;
  private volatile @Nullable MessageConsumer reading;

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
    this.streams = streams;
    this.stream = streams.reading(connection, subject, false);
    this.from = Instant.ofEpochMilli(fromEpochMillis);
    this.lastAtStart = last(connection);
    if (lastAtStart == 0) {
      caughtUp.complete(null);
    }
    this.deliverer = new Deliverer(connection, subject, this::handle);
    deliverer.dispatcher().setPendingLimits(-1, -1); // as many as were pulled
    read(connection);
  }

  /**
   * Reads on after what was read, with a consumer of its own: the one before ends with a connection
   * that is away for some seconds, and the client does not make another.
   */
  synchronized void read(Connection connection) throws IOException, JetStreamApiException {
    if (closed) {
      return;
    }
    end(reading);
    int mine = generation + 1;
    generation = mine;
    OrderedConsumerConfiguration configuration =
        new OrderedConsumerConfiguration().filterSubject(subject);
    if (lastRead > 0) {
      configuration.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(lastRead + 1);
    } else {
      configuration.deliverPolicy(DeliverPolicy.ByStartTime).startTime(from.atZone(ZoneOffset.UTC));
    }
    reading =
        connection
            .getStreamContext(stream, streams.options())
            .createOrderedConsumer(configuration)
            .consume(
                ConsumeOptions.builder().expiresIn(DurableSubscription.PULL_MILLIS).build(),
                deliverer.dispatcher(),
                message -> {
                  if (generation == mine) {
                    deliverer.onMessage(message);
                  }
                });
  }

  /**
   * The number of the newest message that has to be read to be up to date; 0 when there is none.
   */
  private long last(Connection connection) throws IOException, JetStreamApiException {
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
    if (reply.sequence() <= lastRead) {
      return;
    }
    lastRead = reply.sequence();
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
    end(reading);
    deliverer.close();
  }

  private void end(@Nullable MessageConsumer consumer) {
    if (consumer == null) {
      return;
    }
    try {
      consumer.close();
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.debug("{} could not be closed", subject, e);
    }
  }
}
