package beamline.router.engine.audit;

import beamline.router.api.admin.AuditEntry;
import beamline.router.spi.AuditRecord;
import beamline.router.spi.AuditSink;
import beamline.router.spi.FlowTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Takes what waits, in order, and appends it to the chain, many at a time. */
final class AuditWriter implements Runnable {
  private static final int BATCH = 512;

  /** How long a decision waits before it is sealed: decisions do not wake the writer. */
  private static final long DECISION_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final AuditQueue queue;
  private final ChainAppender chain;
  private final MissingRecords missing;
  private final Cleanup cleanup;
  private final AnchorFile anchor;
  private final TimeOfDay time;
  private final String chainName;
  private final long idleNanos;
  private volatile boolean ended;
  private volatile int inHand;
  private volatile @Nullable Thread thread;

  AuditWriter(
      AuditSettings settings,
      AuditQueue queue,
      AuditSink sink,
      TimeOfDay time,
      FlowTelemetry telemetry) {
    this.queue = queue;
    this.time = time;
    chain = new ChainAppender(settings, sink, telemetry);
    missing = new MissingRecords(settings, queue, telemetry);
    cleanup = new Cleanup(settings, sink, chain);
    anchor = new AnchorFile(settings);
    chainName = settings.chain();
    idleNanos = settings.decisions() == AuditedDecisions.NONE ? IDLE_NANOS : DECISION_NANOS;
  }

  /** Why records wait, or checkpoints are not made. */
  Optional<String> trouble() {
    return chain.trouble().or(anchor::trouble);
  }

  /** Where the chain is, in words. */
  String position() {
    AuditEntry end = chain.last();
    return "chain " + chainName + " at " + (end == null ? 0 : end.index());
  }

  void stop(Duration atMost) {
    chain.stop(atMost);
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
      missing.log(left, reason());
    }
    missing.log(List.of(), reason());
  }

  private String reason() {
    return chain.trouble().orElse("it has not answered");
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
      boolean lastRound = chain.stopping();
      List<AuditRecord> records = queue.take(BATCH);
      int places = records.size();
      missing.tell(records, time.epochMillis());
      inHand = records.size();
      if (!records.isEmpty() && !chain.append(records)) {
        missing.log(records, reason());
        inHand = 0;
        return;
      }
      queue.giveBack(places);
      long now = time.epochMillis();
      if (records.isEmpty() && lastRound) {
        anchor.close(chain.last(), now);
        return;
      }
      anchor.offer(chain.last(), now);
      if (places < BATCH) {
        cleanup.offer(now);
        sleep();
      }
    }
  }

  /**
   * Also when a few decisions wait again: whoever decides meets the writer at the end of the queue
   * when it takes them, so it takes many at a time.
   */
  private void sleep() {
    if (!chain.stopping()) {
      queue.sleep(idleNanos);
    }
  }
}
