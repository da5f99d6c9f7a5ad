package beamline.router.nats.transport;

import beamline.router.api.LogEvent;
import beamline.router.spi.Transport.Following;
import beamline.router.spi.Transport.LogEntry;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.DeliverPolicy;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.OrderedConsumerConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
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
  private final JetStreams streams;
  private final String stream;
  private final Instant from;
  private final ReentrantLock lock = new ReentrantLock();

  /** Held while a message is handled: a reader that ends may still be at its last one. */
  private final ReentrantLock handling = new ReentrantLock();

  private volatile long lastRead;

  /** What has to be read to be current. */
  private volatile long newest;

  /** What was there at the last look, and what had been read by then. */
  private long expected;

  private long readThen;

  private volatile boolean current;
  private volatile @Nullable OrderedReading reading;
  private boolean closed;

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
    resume(connection);
  }

  /**
   * Reads on after what was read, with a consumer of its own: the one before ends with a connection
   * that is away for some seconds, and the client does not make another.
   */
  @Override
  public void resume(Connection connection) throws IOException, JetStreamApiException {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      end(reading);
      reading = null;
      current = false;
      expected = 0;
      newest = newest(connection);
      reading = reading(connection);
      if (lastRead >= newest) {
        becomeCurrent();
      }
    } finally {
      lock.unlock();
    }
  }

  private OrderedReading reading(Connection connection) throws IOException, JetStreamApiException {
    OrderedConsumerConfiguration configuration =
        new OrderedConsumerConfiguration().filterSubject(subject);
    if (lastRead > 0) {
      configuration.deliverPolicy(DeliverPolicy.ByStartSequence).startSequence(lastRead + 1);
    } else {
      configuration.deliverPolicy(DeliverPolicy.ByStartTime).startTime(from.atZone(ZoneOffset.UTC));
    }
    return OrderedReading.open(connection, stream, streams.options(), configuration, this::handle);
  }

  @Override
  public void interrupted() {
    current = false;
  }

  @Override
  public void look(Connection connection) throws IOException, JetStreamApiException {
    if (!lock.tryLock()) {
      return; // somebody is at it
    }
    try {
      if (closed) {
        return;
      }
      long read = lastRead;
      boolean idle = read == readThen && pending() == 0 && !handling.isLocked();
      boolean late = reading == null || (idle && read < expected);
      expected = newest(connection);
      readThen = read;
      if (late) {
        LOG.atWarn()
            .addKeyValue(LogEvent.KEY, LogEvent.NATS_READ_ANEW)
            .addKeyValue("subject", subject)
            .addKeyValue("read", read)
            .addKeyValue("expected", expected)
            .log("nothing comes of a stream, it is read on");
        resume(connection);
      } else if (!current && lastRead >= expected) {
        becomeCurrent();
      }
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      current = false; // nobody can say what the stream holds
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private void becomeCurrent() {
    current = true;
    caughtUp.complete(null);
  }

  /**
   * The number of the newest message that has to be read to be up to date; 0 when there is none.
   */
  private long newest(Connection connection) throws IOException, JetStreamApiException {
    try {
      MessageInfo last = streams.management(connection).getLastMessage(stream, subject);
      ZonedDateTime stored = last.getTime();
      return stored != null && stored.toInstant().isBefore(from) ? 0 : last.getSeq();
    } catch (JetStreamApiException e) {
      if (e.getErrorCode() == NOT_FOUND) {
        return 0;
      }
      throw e;
    }
  }

  private void handle(io.nats.client.Message message) {
    AckReply reply = AckReply.of(message.getReplyTo());
    handling.lock();
    try {
      if (reply.sequence() > lastRead) {
        try {
          handler.accept(
              new LogEntry(Wire.stored(message), reply.sequence(), reply.storedAtMillis()));
        } finally {
          lastRead = reply.sequence(); // not before: others take it for handled
        }
      }
    } finally {
      handling.unlock();
      if (!current && (reply.sequence() >= newest || reply.pending() == 0)) {
        becomeCurrent();
      }
    }
  }

  @Override
  public CompletionStage<Void> caughtUp() {
    return caughtUp.copy();
  }

  @Override
  public boolean isCurrent() {
    return current;
  }

  @Override
  public long pending() {
    OrderedReading now = reading;
    return now == null ? 0 : now.pending();
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
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        whenClosed.accept(this);
        end(reading);
      }
    } finally {
      lock.unlock();
    }
  }

  private static void end(@Nullable OrderedReading ended) {
    if (ended != null) {
      ended.close();
    }
  }
}
