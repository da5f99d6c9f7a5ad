package beamline.router.nats.audit;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import io.nats.client.api.MessageInfo;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One chain of the stream. */
final class ChainSubject {
  private final ReentrantLock writing = new ReentrantLock();
  private final String chain;
  private final AuditStream stream;

  /** The end, as it was left here; unknown before the first append and after a failure. */
  private @Nullable End end;

  /** Where the last reading ended, so that the next one need not look for it. */
  private volatile Position position = new Position(1, 1);

  /**
   * The end of the chain.
   *
   * @param last its newest entry, if there is one
   * @param number that of its message; 0 if there is none
   */
  private record End(@Nullable AuditEntry last, long number) {}

  /**
   * A place in the chain.
   *
   * @param index an index
   * @param number no message with this index or a higher one has a lower number
   */
  private record Position(long index, long number) {}

  ChainSubject(String chain, AuditStream stream) {
    this.chain = chain;
    this.stream = stream;
  }

  void append(List<AuditEntry> entries) {
    writing.lock();
    try {
      End at = end;
      end = null;
      if (at == null) {
        Optional<MessageInfo> newest = stream.last(chain);
        at =
            new End(
                newest.map(EntryMessage::read).orElse(null),
                newest.map(MessageInfo::getSeq).orElse(0L));
      }
      for (AuditEntry entry : entries) {
        AuditEntry last = at.last();
        if (last != null && entry.index() <= last.index() && isStored(entry, last)) {
          continue;
        }
        if (!entry.follows(last)) {
          throw notNext(entry, last == null ? 0 : last.index());
        }
        at = new End(entry, stream.publish(entry, at.number()));
      }
      end = at;
    } finally {
      writing.unlock();
    }
  }

  /** Also when it was there, and retention removed it. */
  private boolean isStored(AuditEntry entry, AuditEntry last) {
    if (entry.index() == last.index()) {
      return entry.equals(last);
    }
    boolean[] same = {true};
    walk(
        entry.index(),
        (stored, number) -> {
          same[0] = stored.index() > entry.index() || stored.equals(entry);
          return false;
        });
    return same[0];
  }

  long read(long fromIndex, int limit, Consumer<AuditEntry> reader) {
    long[] next = {fromIndex};
    int[] read = {0};
    walk(
        fromIndex,
        (entry, number) -> {
          reader.accept(entry);
          next[0] = entry.index() + 1;
          position = new Position(next[0], number + 1);
          return ++read[0] < limit;
        });
    return next[0];
  }

  Optional<AuditEntry> expired(long beforeEpochMillis) {
    AuditEntry newest = stream.last(chain).map(EntryMessage::read).orElse(null);
    AuditEntry expired = null;
    Optional<MessageInfo> message = stream.next(chain, 1);
    while (message.isPresent() && isBefore(message.get(), beforeEpochMillis)) {
      AuditEntry entry = EntryMessage.read(message.get());
      if (entry.equals(newest)) {
        break;
      }
      expired = entry;
      message = stream.next(chain, message.get().getSeq() + 1);
    }
    return Optional.ofNullable(expired);
  }

  private static boolean isBefore(MessageInfo message, long epochMillis) {
    ZonedDateTime stored = message.getTime();
    return stored != null && stored.toInstant().toEpochMilli() < epochMillis;
  }

  void remove(long toIndex) {
    walk(
        toIndex + 1,
        (entry, number) -> {
          stream.purge(chain, number);
          return false;
        });
  }

  private interface Visitor {
    /** Whether to go on. */
    boolean visit(AuditEntry entry, long number);
  }

  private void walk(long fromIndex, Visitor visitor) {
    Optional<MessageInfo> message = first(fromIndex);
    while (message.isPresent()) {
      long number = message.get().getSeq();
      boolean on = visitor.visit(EntryMessage.read(message.get()), number);
      message = on ? stream.next(chain, number + 1) : Optional.empty();
    }
  }

  /** The message of this index or of the next higher one: indexes grow with the numbers. */
  private Optional<MessageInfo> first(long fromIndex) {
    Position known = position;
    Optional<MessageInfo> found =
        stream.next(chain, known.index() <= fromIndex ? known.number() : 1);
    if (found.isEmpty() || isFrom(fromIndex, found.get())) {
      return found;
    }
    long low = found.get().getSeq() + 1;
    found = stream.last(chain).filter(newest -> isFrom(fromIndex, newest));
    long high = found.map(MessageInfo::getSeq).orElse(low);
    while (low < high) { // it is found, or its number is from low to below high
      long middle = low + (high - low) / 2;
      Optional<MessageInfo> message = stream.next(chain, middle);
      if (message.isEmpty() || isFrom(fromIndex, message.get())) {
        found = message;
        high = middle;
      } else {
        low = message.get().getSeq() + 1;
      }
    }
    return found;
  }

  private static boolean isFrom(long fromIndex, MessageInfo message) {
    return EntryMessage.read(message).index() >= fromIndex;
  }

  private RouterException notNext(AuditEntry entry, long last) {
    return new RouterException(
        ErrorCode.INVALID_REQUEST,
        "audit chain "
            + chain
            + " ends with "
            + last
            + ", which entry "
            + entry.index()
            + " does not follow: somebody else writes this chain");
  }
}
