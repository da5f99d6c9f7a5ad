package beamline.router.engine.audit;

import beamline.router.api.ErrorCode;
import beamline.router.api.LogEvent;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterException;
import beamline.router.api.admin.Health.Component;
import beamline.router.api.admin.Health.Status;
import beamline.router.spi.AuditRecord;
import beamline.router.spi.AuditSink;
import beamline.router.spi.FlowTelemetry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of records to the audit sink. What is told here waits in a bounded queue; one thread,
 * which begins with the first record, seals it and hands it to the sink, many at a time.
 *
 * <p>Nothing is lost unnoticed: a change takes a place in the queue before it is made, and is
 * refused when there is none; what happened anyhow and finds no place is counted, and the chain
 * says how much that was. Safe for concurrent use.
 */
public final class AuditTrail implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

  /** For the writer to say what it could not write. */
  private static final long LAST_WORDS_MILLIS = 200;

  private final AuditSettings settings;
  private final AuditQueue queue;
  private final AuditWriter writer;
  private final AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
  private volatile boolean closed;

  /** A trail that ends in this sink. */
  public AuditTrail(
      AuditSettings settings, AuditSink sink, TimeOfDay time, FlowTelemetry telemetry) {
    this.settings = settings;
    this.queue = new AuditQueue(settings.queueSize(), time);
    this.writer = new AuditWriter(settings, queue, sink, time, telemetry);
  }

  /** A place in the queue that a change took. */
  public final class Place implements AutoCloseable {
    private boolean used;

    private Place() {}

    /** Records what became of the change. Once. */
    public void record(AuditRecord record) {
      if (used) {
        throw new IllegalStateException("the place of a record was used for another one");
      }
      used = true;
      add(record);
    }

    /** Gives the place back, unless it was used. */
    @Override
    public void close() {
      if (!used) {
        used = true;
        queue.giveBack(1);
      }
    }
  }

  /**
   * Takes a place for the record of a change that is about to be made.
   *
   * @throws RouterException with {@link ErrorCode#SERVICE_OVERLOADED} when there is none, at once
   *     or after a wait, as configured, and with {@link ErrorCode#SERVICE_DOWN} when the trail is
   *     closed: the change must not be made then
   */
  public Place place() {
    if (closed) {
      throw new RouterException(ErrorCode.SERVICE_DOWN, "the audit log is closed");
    }
    if (!takePlace()) {
      throw new RouterException(
          ErrorCode.SERVICE_OVERLOADED,
          "the audit log cannot take more: "
              + settings.queueSize()
              + " records wait (audit.queue-size)");
    }
    return new Place();
  }

  /** Records what happened. Waits for a place as a change does; never throws. */
  public void record(AuditRecord record) {
    if (takePlace()) {
      add(record);
    } else {
      queue.lose();
      LOG.atError()
          .addKeyValue(LogEvent.KEY, LogEvent.AUDIT_RECORD_LOST)
          .addKeyValue("record", settings.redaction().mask(record))
          .log("the audit log has no place for a record");
    }
  }

  /** Records what happened where nobody can wait, such as a delivery thread. Never throws. */
  public void note(AuditRecord record) {
    if (queue.tryTakePlace()) {
      add(record);
    } else {
      queue.lose();
    }
  }

  /** Whether decisions are to be told. */
  public boolean wantsDecisions() {
    return settings.decisions() != AuditedDecisions.NONE;
  }

  /**
   * Records a decision, if it is one of those that are recorded. Never waits, never throws.
   *
   * @param nanoTime when it was asked for: another reading of a clock would be the dearest part
   */
  public void decided(RouteRequest request, RouteOutcome outcome, long nanoTime) {
    if (!settings.decisions().include(outcome)) {
      return;
    }
    if (queue.tryTakePlace()) {
      queue.add(new DecisionMade(request, outcome, nanoTime));
      added();
    } else {
      queue.lose();
    }
  }

  /** How it is. */
  public Component health() {
    Optional<String> trouble = writer.trouble();
    boolean full = queue.freePlaces() <= 0;
    int unwritten = closed ? settings.queueSize() - queue.freePlaces() : 0;
    String detail =
        writer.position()
            + (full ? ", no place for more" : "")
            + (unwritten > 0 ? ", closed while records wait for the sink: " + unwritten : "");
    return trouble.isEmpty() && !full && unwritten == 0
        ? new Component("audit", Status.UP, detail)
        : new Component(
            "audit", Status.DEGRADED, detail + trouble.map(reason -> ": " + reason).orElse(""));
  }

  /** Begins to write, also when nothing is recorded yet: what is too old is removed from now on. */
  public void start() {
    if (closed || thread.get() != null) {
      return;
    }
    Thread started = new Thread(writer, "beamline-router-audit");
    started.setDaemon(true);
    if (thread.compareAndSet(null, started)) {
      started.start();
    }
  }

  /**
   * Takes no more, and waits at most this long until what was taken is in the sink. What is not by
   * then goes to the log of the program.
   */
  public void close(Duration atMost) {
    closed = true;
    writer.stop(atMost);
    Thread running = thread.get();
    if (running != null) {
      try {
        running.join(atMost.toMillis() + LAST_WORDS_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      if (writer.inHand() > 0) {
        LOG.atError()
            .addKeyValue(LogEvent.KEY, LogEvent.AUDIT_RECORD_LOST)
            .addKeyValue("records", writer.inHand())
            .log("closing while the audit sink has not answered: its last records may be missing");
      }
    }
    writer.end();
  }

  @Override
  public void close() {
    close(settings.maxWait());
  }

  private boolean takePlace() {
    return queue.tryTakePlace()
        || (!settings.reject() && !closed && queue.takePlace(settings.maxWait()));
  }

  private void add(AuditRecord record) {
    queue.add(record);
    added();
  }

  private void added() {
    if (writer.ended()) {
      writer.end();
    } else if (thread.get() == null) {
      start();
    }
  }
}
