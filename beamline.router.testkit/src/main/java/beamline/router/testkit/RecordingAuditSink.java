package beamline.router.testkit;

import beamline.router.spi.AuditRecord;
import beamline.router.spi.AuditSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.ObjLongConsumer;

/** Keeps every record for a test to look at. Can be told to fail. Safe for concurrent use. */
public final class RecordingAuditSink implements AuditSink {
  private final List<AuditRecord> records = new ArrayList<>();
  private RuntimeException failure = new IllegalStateException();
  private boolean failing;

  /** An empty sink. */
  public RecordingAuditSink() {}

  /** From now on every append fails like this. */
  public synchronized void failWith(RuntimeException newFailure) {
    failure = newFailure;
    failing = true;
  }

  /** From now on appends succeed again. */
  public synchronized void recover() {
    failing = false;
  }

  /** All records so far, oldest first. */
  public synchronized List<AuditRecord> records() {
    return List.copyOf(records);
  }

  @Override
  public synchronized CompletionStage<Long> append(AuditRecord record) {
    if (failing) {
      return CompletableFuture.failedFuture(failure);
    }
    records.add(record);
    return CompletableFuture.completedFuture((long) records.size());
  }

  @Override
  public long read(long fromSequence, int limit, ObjLongConsumer<AuditRecord> reader) {
    if (fromSequence < 1 || limit < 1) {
      throw new IllegalArgumentException(
          "fromSequence and limit are " + fromSequence + " and " + limit + ", must be 1 or more");
    }
    List<AuditRecord> all = records();
    long sequence = fromSequence;
    while (sequence <= all.size() && sequence - fromSequence < limit) {
      reader.accept(all.get((int) sequence - 1), sequence++);
    }
    return sequence;
  }

  @Override
  public synchronized long head() {
    return records.size();
  }

  @Override
  public boolean durable() {
    return false;
  }
}
