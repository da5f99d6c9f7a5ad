package beamline.router.engine.audit;

import beamline.router.api.LogEvent;
import beamline.router.api.admin.AuditEntry;
import beamline.router.audit.Sealer;
import beamline.router.spi.AuditRecord;
import beamline.router.spi.AuditSink;
import beamline.router.spi.FlowTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the chain of this node. What the sink does not take is sealed once and offered again
 * until it does, before anything that came later. Used by the writer; how it is and that it is time
 * to stop, by anybody.
 */
final class ChainAppender {
  private static final Logger LOG = LoggerFactory.getLogger(ChainAppender.class);
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final AuditSettings settings;
  private final AuditSink sink;
  private final FlowTelemetry telemetry;
  private long pause = FIRST_PAUSE_NANOS;
  private @Nullable Sealer sealer;
  private volatile @Nullable AuditEntry last;
  private volatile @Nullable String trouble;
  private volatile long stopBy;
  private volatile boolean stopping;

  ChainAppender(AuditSettings settings, AuditSink sink, FlowTelemetry telemetry) {
    this.settings = settings;
    this.sink = sink;
    this.telemetry = telemetry;
  }

  /** The newest entry in the sink, as far as that is known. */
  @Nullable AuditEntry last() {
    return last;
  }

  /** Why records wait. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  boolean stopping() {
    return stopping;
  }

  /** Tries on for this long at most. */
  void stop(Duration atMost) {
    stopBy = System.nanoTime() + atMost.toNanos();
    stopping = true;
  }

  /** Seals and appends, until the sink has them; false when the time to stop is over. */
  boolean append(List<AuditRecord> records) {
    List<AuditEntry> entries = List.of();
    while (true) {
      try {
        if (entries.isEmpty()) {
          entries = sealed(records);
        }
        sink.append(entries);
        last = entries.get(entries.size() - 1);
        telemetry.auditWritten(entries.size());
        recovered();
        return true;
      } catch (RuntimeException e) {
        if (!waitAfter(e)) {
          return false;
        }
      }
    }
  }

  private List<AuditEntry> sealed(List<AuditRecord> records) {
    Sealer sealing = sealer;
    sealer = null; // where it is when this fails is not where the sink is
    if (sealing == null) {
      Optional<AuditEntry> former = sink.last(settings.chain());
      sealing = new Sealer(settings.keys(), settings.form(), settings.chain(), former);
      last = former.orElse(null);
    }
    List<AuditEntry> entries = new ArrayList<>(records.size());
    for (AuditRecord record : records) {
      entries.add(sealed(sealing, record));
    }
    sealer = sealing;
    return entries;
  }

  /** What cannot be sealed now never can be: the chain says that it is missing, and goes on. */
  private AuditEntry sealed(Sealer sealing, AuditRecord record) {
    try {
      return sealing.seal(settings.redaction().mask(record));
    } catch (RuntimeException e) {
      AuditEntry gap = sealing.seal(MissingRecords.lost(settings.chain(), record.epochMillis(), 1));
      LOG.atError()
          .addKeyValue(LogEvent.KEY, LogEvent.AUDIT_RECORD_LOST)
          .addKeyValue("action", record.action())
          .addKeyValue("epoch_millis", record.epochMillis())
          .setCause(e)
          .log("an audit record cannot be sealed and is lost");
      telemetry.auditLost(1);
      return gap;
    }
  }

  private void recovered() {
    if (trouble != null) {
      trouble = null;
      pause = FIRST_PAUSE_NANOS;
      LOG.atInfo()
          .addKeyValue(LogEvent.KEY, LogEvent.AUDIT_SINK_RESTORED)
          .log("the audit sink takes records again");
    }
  }

  private boolean waitAfter(RuntimeException e) {
    String reason = String.valueOf(e.getMessage());
    if (!reason.equals(trouble)) {
      LOG.atError()
          .addKeyValue(LogEvent.KEY, LogEvent.AUDIT_SINK_UNAVAILABLE)
          .addKeyValue("reason", reason)
          .log("audit records wait");
    }
    trouble = reason;
    if (stopping && System.nanoTime() - stopBy >= 0) {
      return false;
    }
    long nanos = stopping ? FIRST_PAUSE_NANOS : pause;
    pause = Math.min(LONGEST_PAUSE_NANOS, pause * 2);
    LockSupport.parkNanos(this, nanos);
    return true;
  }
}
