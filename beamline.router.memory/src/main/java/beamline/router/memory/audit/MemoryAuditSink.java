package beamline.router.memory.audit;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.AuditRecord;
import beamline.router.spi.AuditSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ObjLongConsumer;

/**
 * The newest records, in a ring. When it is full it refuses, so that nothing is lost unnoticed; or
 * it drops the oldest, when it was configured to.
 */
final class MemoryAuditSink implements AuditSink {
  private final ReentrantLock lock = new ReentrantLock();
  private final AuditRecord[] ring;
  private final boolean overwrite;
  private long head;

  MemoryAuditSink(int maxRecords, boolean overwrite) {
    this.ring = new AuditRecord[maxRecords];
    this.overwrite = overwrite;
  }

  @Override
  public CompletionStage<Long> append(AuditRecord record) {
    Objects.requireNonNull(record, "record");
    lock.lock();
    try {
      if (head >= ring.length && !overwrite) {
        return CompletableFuture.failedFuture(full());
      }
      ring[slot(++head)] = record;
      return CompletableFuture.completedFuture(head);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public long read(long fromSequence, int limit, ObjLongConsumer<AuditRecord> reader) {
    if (fromSequence < 1 || limit < 1) {
      throw new IllegalArgumentException(
          "fromSequence and limit are " + fromSequence + " and " + limit + ", must be 1 or more");
    }
    List<AuditRecord> records = new ArrayList<>();
    long first;
    lock.lock();
    try {
      first = Math.max(fromSequence, head - ring.length + 1);
      for (long sequence = first; sequence <= head && records.size() < limit; sequence++) {
        records.add(ring[slot(sequence)]);
      }
    } finally {
      lock.unlock();
    }
    long next = first;
    for (AuditRecord record : records) {
      reader.accept(record, next++);
    }
    return next;
  }

  @Override
  public long head() {
    lock.lock();
    try {
      return head;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean durable() {
    return false;
  }

  private int slot(long sequence) {
    return (int) ((sequence - 1) % ring.length);
  }

  private RouterException full() {
    return new RouterException(
        ErrorCode.SERVICE_OVERLOADED,
        "audit sink memory is full: it holds "
            + ring.length
            + " records (audit-sink.memory.max-records) and may not drop the oldest (audit-sink.memory.overwrite)");
  }
}
