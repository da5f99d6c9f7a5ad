package beamline.router.memory.audit;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import beamline.router.spi.AuditSink;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The newest entries of all chains. When it is full it drops the oldest; or it refuses, when it was
 * configured so that nothing may be lost.
 */
final class MemoryAuditSink implements AuditSink {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, ArrayDeque<AuditEntry>> chains = new TreeMap<>();

  /** The chains of the entries, oldest first. */
  private final ArrayDeque<ArrayDeque<AuditEntry>> order = new ArrayDeque<>();

  private final int maxRecords;
  private final boolean overwrite;

  MemoryAuditSink(int maxRecords, boolean overwrite) {
    this.maxRecords = maxRecords;
    this.overwrite = overwrite;
  }

  @Override
  public void append(List<AuditEntry> entries) {
    lock.lock();
    try {
      entries.forEach(this::append);
    } finally {
      lock.unlock();
    }
  }

  private void append(AuditEntry entry) {
    ArrayDeque<AuditEntry> chain =
        chains.computeIfAbsent(entry.chain(), name -> new ArrayDeque<>());
    AuditEntry last = chain.peekLast();
    if (last != null && entry.index() <= last.index() && has(chain, entry)) {
      return;
    }
    if (!entry.follows(last)) {
      throw notNext(entry, last == null ? 0 : last.index());
    }
    if (order.size() == maxRecords) {
      if (!overwrite) {
        throw full();
      }
      order.remove().remove();
    }
    chain.add(entry);
    order.add(chain);
  }

  private static boolean has(ArrayDeque<AuditEntry> chain, AuditEntry entry) {
    return entry.index() < chain.getFirst().index() || chain.contains(entry);
  }

  @Override
  public Optional<AuditEntry> last(String chain) {
    lock.lock();
    try {
      return Optional.ofNullable(chains.get(chain)).map(ArrayDeque::peekLast);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long read(String chain, long fromIndex, int limit, Consumer<AuditEntry> reader) {
    if (fromIndex < 1 || limit < 1) {
      throw new IllegalArgumentException(
          "fromIndex and limit are " + fromIndex + " and " + limit + ", must be 1 or more");
    }
    List<AuditEntry> entries = entries(chain, fromIndex, limit);
    entries.forEach(reader);
    return entries.isEmpty() ? fromIndex : entries.get(entries.size() - 1).index() + 1;
  }

  private List<AuditEntry> entries(String chain, long fromIndex, int limit) {
    lock.lock();
    try {
      return chains.getOrDefault(chain, new ArrayDeque<>()).stream()
          .filter(entry -> entry.index() >= fromIndex)
          .limit(limit)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<String> chains() {
    lock.lock();
    try {
      return chains.entrySet().stream()
          .filter(chain -> !chain.getValue().isEmpty())
          .map(Map.Entry::getKey)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean durable() {
    return false;
  }

  private static RouterException notNext(AuditEntry entry, long last) {
    return new RouterException(
        ErrorCode.INVALID_REQUEST,
        "audit chain "
            + entry.chain()
            + " ends with "
            + last
            + ", which entry "
            + entry.index()
            + " does not follow: somebody else writes this chain");
  }

  private RouterException full() {
    return new RouterException(
        ErrorCode.SERVICE_OVERLOADED,
        "audit sink memory is full: it holds "
            + maxRecords
            + " records (audit-sink.memory.max-records) and may not drop the oldest (audit-sink.memory.overwrite)");
  }
}
