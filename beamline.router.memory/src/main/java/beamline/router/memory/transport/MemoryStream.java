package beamline.router.memory.transport;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import beamline.router.spi.Transport.Stored;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the messages of its subjects, bounded by number, bytes and age; the oldest goes first, read
 * or not. Safe for concurrent use.
 */
final class MemoryStream {
  private final StreamSpec spec;
  private final Workshop workshop;
  private final MessageLog log;
  private final DuplicateWindow duplicates;
  private final Map<String, DurableGroup> durables = new ConcurrentHashMap<>();
  private final List<MemoryFollowing> followings = new CopyOnWriteArrayList<>();

  MemoryStream(StreamSpec spec, Workshop workshop) {
    this(spec, workshop.settings().maxAge(), workshop.settings().duplicateWindow(), workshop);
  }

  /** A stream that keeps messages, and their ids, for so long; zero for ever. */
  MemoryStream(StreamSpec spec, Duration maxAge, Duration duplicateWindow, Workshop workshop) {
    this.spec = spec;
    this.workshop = workshop;
    TransportSettings settings = workshop.settings();
    this.log = new MessageLog(settings.maxMessages(), settings.maxBytes(), nanos(maxAge));
    this.duplicates = new DuplicateWindow(nanos(duplicateWindow), settings.maxMessages());
  }

  StreamSpec spec() {
    return spec;
  }

  /** Stores a message, unless its id is known, and wakes who consumes it. */
  Stored append(Message message) {
    Stored stored = store(message);
    if (!stored.duplicate()) {
      for (DurableGroup group : durables.values()) {
        group.appended();
      }
      for (MemoryFollowing following : followings) {
        following.wake();
      }
    }
    return stored;
  }

  /** The durable consumer of this name, made when it is new. */
  DurableGroup durable(
      DurableConsumer consumer, SubjectPattern subject, Consumer<Message> advisories) {
    DurableGroup group =
        durables.computeIfAbsent(
            consumer.durable(),
            name -> new DurableGroup(this, consumer, subject, advisories, workshop));
    if (!group.subject().equals(subject)) {
      throw new RouterException(
          ErrorCode.CONFIGURATION_INVALID,
          "durable " + consumer.durable() + " consumes " + group.subject() + ", not " + subject);
    }
    group.compare(consumer);
    return group;
  }

  /** Keeps messages and ids for as long as this, if it did not already; zero for ever. */
  synchronized void keepAtLeast(Duration maxAge, Duration duplicateWindow) {
    log.keepAtLeast(nanos(maxAge));
    duplicates.keepAtLeast(nanos(duplicateWindow));
  }

  /** Fails when it keeps messages or ids for a shorter time; zero is for ever. */
  synchronized void requireKept(Duration maxAge, Duration duplicateWindow) {
    require("messages", log.maxAgeNanos(), nanos(maxAge));
    require("message ids", duplicates.windowNanos(), nanos(duplicateWindow));
  }

  MemoryFollowing follow(
      SubjectPattern subject, long fromEpochMillis, Consumer<Transport.LogEntry> handler) {
    MemoryFollowing following =
        new MemoryFollowing(this, subject, fromEpochMillis, handler, workshop);
    followings.add(following);
    following.wake();
    return following;
  }

  void leave(MemoryFollowing following) {
    followings.remove(following);
  }

  List<MemoryFollowing> followings() {
    return followings;
  }

  /** The number of the newest message; 0 if there was none. */
  synchronized long end() {
    return log.next() - 1;
  }

  synchronized boolean isPast(Cursor cursor, long sequence) {
    return cursor.next > sequence;
  }

  Collection<DurableGroup> durables() {
    return durables.values();
  }

  /** The next message for a reader, else null. */
  synchronized @Nullable StoredMessage advance(Cursor cursor) {
    log.expire(workshop.nanoTime());
    for (long at = Math.max(cursor.next, log.first()); at < log.next(); at++) {
      StoredMessage message = log.at(at);
      if (message != null && cursor.subject.matches(message.message().subject())) {
        cursor.next = at + 1;
        return message;
      }
    }
    cursor.next = log.next();
    return null;
  }

  private synchronized Stored store(Message message) {
    long now = workshop.nanoTime();
    String id = message.headers().get(Message.MESSAGE_ID);
    Long known = id == null ? null : duplicates.find(id, now);
    if (known != null) {
      return new Stored(spec.name(), known, true);
    }
    log.expire(now);
    StoredMessage stored = StoredMessage.of(log.next(), message, workshop.epochMillis(), now);
    log.append(stored);
    if (id != null) {
      duplicates.remember(id, stored.sequence(), now);
    }
    return new Stored(spec.name(), stored.sequence(), false);
  }

  private void require(String what, long isNanos, long mustBeNanos) {
    if (isNanos < mustBeNanos) {
      throw new RouterException(
          ErrorCode.CONFIGURATION_INVALID,
          "stream %s keeps %s for %s, must be %s or more"
              .formatted(
                  spec.name(), what, Duration.ofNanos(isNanos), Duration.ofNanos(mustBeNanos)));
    }
  }

  private static long nanos(Duration span) {
    return span.isZero() ? Long.MAX_VALUE : span.toNanos();
  }

  /** How far a reader got; guarded by the reader. */
  static final class Cursor {
    private final SubjectPattern subject;
    private long next = 1;

    Cursor(SubjectPattern subject) {
      this.subject = subject;
    }
  }
}
