package beamline.router.engine.audit;

import beamline.router.api.admin.AuditEntry;
import beamline.router.audit.Retention;
import beamline.router.audit.Sealer;
import beamline.router.spi.AuditRecord;
import beamline.router.spi.AuditSink;
import beamline.router.spi.FlowTelemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals what waits and hands it to the sink, in order. What the sink does not take is sealed once
 * and offered again until it does, before anything that came later.
 */
final class AuditWriter implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditWriter.class);
  private static final int BATCH = 512;

  /** How long a decision waits before it is sealed: decisions do not wake the writer. */
  private static final long DECISION_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long CLEANUP_AGAIN_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long LONGEST_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final AuditSettings settings;
  private final AuditQueue queue;
  private final AuditSink sink;
  private final AnchorFile anchor;
  private final LongSupplier epochMillis;
  private final FlowTelemetry telemetry;
  private final long idleNanos;
  private long nextCleanup;
  private long pause = FIRST_PAUSE_NANOS;
  private @Nullable Sealer sealer;
  private volatile @Nullable AuditEntry last;
  private volatile @Nullable String trouble;
  private volatile long stopBy;
  private volatile boolean stopping;
  private volatile boolean ended;
  private volatile int inHand;
  private volatile @Nullable Thread thread;

  AuditWriter(
      AuditSettings settings,
      AuditQueue queue,
      AuditSink sink,
      LongSupplier epochMillis,
      FlowTelemetry telemetry) {
    this.settings = settings;
    this.queue = queue;
    this.sink = sink;
    this.epochMillis = epochMillis;
    this.telemetry = telemetry;
    this.anchor = new AnchorFile(settings);
    this.idleNanos = settings.decisions() == AuditedDecisions.NONE ? IDLE_NANOS : DECISION_NANOS;
    this.nextCleanup = System.nanoTime() + settings.cleanupInterval().toNanos();
  }

  /** Why records wait, or checkpoints are not made. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble).or(anchor::trouble);
  }

  /** Where the chain is, in words. */
  String position() {
    AuditEntry end = last;
    return "chain " + settings.chain() + " at " + (end == null ? 0 : end.index());
  }

  void stop(Duration atMost) {
    stopBy = System.nanoTime() + atMost.toNanos();
    stopping = true;
    LockSupport.unpark(thread);
  }

  /** How many records the sink was given and has not taken yet. */
  int inHand() {
    return inHand;
  }

  /** Whether nothing is written any more. */
  boolean ended() {
    return ended;
  }

  /** Writes no more, and tells the log of the program what nobody will write. Any thread. */
  void end() {
    ended = true;
    for (List<AuditRecord> left = queue.take(BATCH); !left.isEmpty(); left = queue.take(BATCH)) {
      tellUnwritten(left);
    }
    tellUnwritten(List.of());
  }

  @Override
  public void run() {
    thread = Thread.currentThread();
    try {
      writeUntilStopped();
    } finally {
      end();
    }
  }

  private void writeUntilStopped() {
    while (true) {
      boolean lastRound = stopping;
      List<AuditRecord> records = queue.take(BATCH);
      int places = records.size();
      tellLost(records);
      inHand = records.size();
      if (!records.isEmpty() && !write(records)) {
        tellUnwritten(records);
        inHand = 0;
        return;
      }
      queue.giveBack(places);
      if (records.isEmpty()) {
        if (lastRound) {
          anchor.close(last, epochMillis.getAsLong());
          return;
        }
        lookAround();
        queue.sleep(idleNanos);
      } else {
        anchor.offer(last, epochMillis.getAsLong());
      }
    }
  }

  private void lookAround() {
    long now = epochMillis.getAsLong();
    anchor.offer(last, now);
    if (System.nanoTime() - nextCleanup >= 0) {
      boolean done = removeExpired(now);
      long interval = settings.cleanupInterval().toNanos();
      nextCleanup = System.nanoTime() + (done ? interval : Math.min(interval, CLEANUP_AGAIN_NANOS));
    }
  }

  /** The chain says what is removed before it is. False when that failed. */
  private boolean removeExpired(long now) {
    try {
      Optional<AuditEntry> expired =
          sink.expired(settings.chain(), now - settings.retention().toMillis());
      if (expired.isPresent()
          && write(new ArrayList<>(List.of(Retention.record(expired.get(), now))))) {
        sink.remove(settings.chain(), expired.get().index());
        LOG.info(
            "audit chain {}: removed records up to {}", settings.chain(), expired.get().index());
      }
      return true;
    } catch (RuntimeException e) {
      LOG.warn("old audit records were not removed: {}", String.valueOf(e.getMessage()));
      return false;
    }
  }

  /** A line for each, so that none is too long, and what was counted before. */
  private void tellUnwritten(List<AuditRecord> records) {
    String reason = String.valueOf(trouble);
    for (AuditRecord record : records) {
      LOG.error(
          "closed before the audit sink took {}: {}", settings.redaction().mask(record), reason);
    }
    long lost = queue.takeLost();
    if (lost > 0) {
      LOG.error("closed before the audit sink took that {} records are missing: {}", lost, reason);
    }
    if (records.size() + lost > 0) {
      telemetry.auditLost(records.size() + lost);
    }
  }

  private void tellLost(List<AuditRecord> records) {
    long lost = queue.takeLost();
    if (lost > 0) {
      telemetry.auditLost(lost);
      records.add(
          new AuditRecord(
              epochMillis.getAsLong(),
              "",
              "router",
              "audit.lost",
              "audit_chain",
              settings.chain(),
              Map.of("records", lost)));
    }
  }

  /** Until the sink has them; false when the time to stop is over. */
  private boolean write(List<AuditRecord> records) {
    List<AuditEntry> entries = List.of();
    while (true) {
      try {
        if (entries.isEmpty()) {
          entries = seal(records);
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

  private List<AuditEntry> seal(List<AuditRecord> records) {
    Sealer sealing = sealer;
    if (sealing == null) {
      Optional<AuditEntry> former = sink.last(settings.chain());
      sealing = new Sealer(settings.keys(), settings.form(), settings.chain(), former);
      last = former.orElse(null);
      sealer = sealing;
    }
    List<AuditEntry> entries = new ArrayList<>(records.size());
    for (AuditRecord record : records) {
      entries.add(sealing.seal(settings.redaction().mask(record)));
    }
    return entries;
  }

  private void recovered() {
    if (trouble != null) {
      trouble = null;
      pause = FIRST_PAUSE_NANOS;
      LOG.info("the audit sink takes records again");
    }
  }

  private boolean waitAfter(RuntimeException e) {
    String reason = String.valueOf(e.getMessage());
    if (!reason.equals(trouble)) {
      LOG.error("audit records wait: {}", reason);
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
