package beamline.router.spi;

import beamline.router.api.RouterComponent;
import java.util.concurrent.CompletionStage;
import java.util.function.ObjLongConsumer;

/**
 * An append-only, ordered log. What it took it keeps, in order, and gives back. Never blocks the
 * caller of append.
 */
public interface AuditSink extends RouterComponent {

  /**
   * Appends a record. Records get sequence numbers from 1, without a gap, in the order of the calls
   * of one thread.
   *
   * @return the sequence number, when the record is as durable as {@link #durable()} says; fails
   *     when the sink is full or broken, and then the record is not in the log
   */
  CompletionStage<Long> append(AuditRecord record);

  /**
   * Reads records in order.
   *
   * @param fromSequence the first sequence number to read, 1 or more
   * @param reader takes each record with its sequence number
   * @return the sequence number after the last record that was read
   */
  long read(long fromSequence, int limit, ObjLongConsumer<AuditRecord> reader);

  /** The sequence number of the newest record; 0 when there is none. */
  long head();

  /** Whether a completed append survives the end of the process. */
  boolean durable();
}
