package beamline.router.engine.audit;

import beamline.router.api.LogEvent;
import beamline.router.api.admin.AuditEntry;
import beamline.router.audit.Retention;
import beamline.router.spi.AuditSink;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what is older than it has to be kept, every now and then; the chain says what is removed
 * before it is. Used by the writer.
 */
final class Cleanup {
  private static final Logger LOG = LoggerFactory.getLogger(Cleanup.class);
  private static final long AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final AuditSettings settings;
  private final AuditSink sink;
  private final ChainAppender chain;
  private long due;

  Cleanup(AuditSettings settings, AuditSink sink, ChainAppender chain) {
    this.settings = settings;
    this.sink = sink;
    this.chain = chain;
    this.due = System.nanoTime() + settings.cleanupInterval().toNanos();
  }

  /** Removes, if it is time to; soon again when that failed. */
  void offer(long nowMillis) {
    if (System.nanoTime() - due >= 0) {
      boolean done = remove(nowMillis);
      long interval = settings.cleanupInterval().toNanos();
      due = System.nanoTime() + (done ? interval : Math.min(interval, AGAIN_NANOS));
    }
  }

  private boolean remove(long nowMillis) {
    try {
      Optional<AuditEntry> expired =
          sink.expired(settings.chain(), nowMillis - settings.retention().toMillis());
      if (expired.isPresent()
          && chain.append(List.of(Retention.record(expired.get(), nowMillis)))) {
        sink.remove(settings.chain(), expired.get().index());
        LOG.atInfo()
            .addKeyValue(LogEvent.KEY, LogEvent.AUDIT_RECORDS_REMOVED)
            .addKeyValue("chain", settings.chain())
            .addKeyValue("up_to", expired.get().index())
            .log("removed audit records past their retention");
      }
      return true;
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.AUDIT_CLEANUP_FAILED)
          .addKeyValue("chain", settings.chain())
          .addKeyValue("reason", String.valueOf(e.getMessage()))
          .log("old audit records were not removed");
      return false;
    }
  }
}
