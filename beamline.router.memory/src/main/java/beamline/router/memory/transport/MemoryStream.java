package beamline.router.memory.transport;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.Message;
import beamline.router.spi.Transport.Stored;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
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

  MemoryStream(StreamSpec spec, Workshop workshop) {
    this.spec = spec;
    this.workshop = workshop;
    TransportSettings settings = workshop.settings();
    this.log =
        new MessageLog(settings.maxMessages(), settings.maxBytes(), settings.maxAge().toNanos());
    this.duplicates =
        new DuplicateWindow(settings.duplicateWindow().toNanos(), settings.maxMessages());
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
    group.configure(consumer);
    return group;
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

  /** How far a reader got; guarded by the reader. */
  static final class Cursor {
    private final SubjectPattern subject;
    private long next = 1;

    Cursor(SubjectPattern subject) {
      this.subject = subject;
    }
  }
}
