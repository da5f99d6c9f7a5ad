package beamline.router.engine.flow.backpressure;

import beamline.router.api.BackpressureKeys;
import beamline.router.api.RouterConfig;
import beamline.router.spi.FlowTelemetry;
import java.time.Duration;
import java.util.Locale;

/**
 * How much there is to do: messages that wait, the 95th percentile of latency, requests under way.
 * One of them above its threshold is a warning, two are too much (routing contract 7.7). Safe for
 * concurrent use; {@link #evaluate} is called by one timer.
 */
public final class Load {
  /** Looks without a new latency after which the old ones say nothing any more. */
  private static final int STALE_LOOKS = 20;

  private final String subject;
  private final FlowTelemetry telemetry;
  private final Thresholds thresholds;
  private final Duration retryAfter;
  private final LatencyWindow latencies;
  private final Trigger pendingTrigger;
  private final Trigger latencyTrigger;
  private final Trigger inFlightTrigger;
  private int unfedLooks;
  private volatile Snapshot last = new Snapshot(Status.INACTIVE, 0, 0, 0);

  /** Nothing to do yet. */
  public Load(RouterConfig config, FlowTelemetry telemetry, String subject) {
    this.subject = subject;
    this.telemetry = telemetry;
    thresholds =
        new Thresholds(
            config.get(BackpressureKeys.MAX_PENDING),
            config.get(BackpressureKeys.MAX_LATENCY).toNanos(),
            config.get(BackpressureKeys.MAX_IN_FLIGHT));
    retryAfter = config.get(BackpressureKeys.RETRY_AFTER);
    latencies = new LatencyWindow(config.get(BackpressureKeys.LATENCY_SAMPLES));
    double recovery = config.get(BackpressureKeys.RECOVERY_THRESHOLD);
    pendingTrigger = new Trigger(thresholds.pending(), recovery);
    latencyTrigger = new Trigger(thresholds.p95LatencyNanos(), recovery);
    inFlightTrigger = new Trigger(thresholds.inFlight(), recovery);
  }

  /** Whether requests are to be turned away. */
  public boolean isActive() {
    return last.status == Status.ACTIVE;
  }

  /** When somebody who is turned away may come back. */
  public Duration retryAfter() {
    return retryAfter;
  }

  /** Takes note of how long a request took. */
  public void sample(long latencyNanos) {
    latencies.add(latencyNanos);
  }

  /** Looks at how it is now, and tells. */
  public void evaluate(long pending, long inFlight) {
    // while everybody is turned away nothing is measured: old latencies must not keep it so
    unfedLooks = latencies.isFed() ? 0 : unfedLooks + 1;
    if (unfedLooks == STALE_LOOKS) {
      latencies.clear();
    }
    long p95 = latencies.p95();
    int on = pendingTrigger.update(pending) ? 1 : 0;
    on += latencyTrigger.update(p95) ? 1 : 0;
    on += inFlightTrigger.update(inFlight) ? 1 : 0;
    Status status = on == 0 ? Status.INACTIVE : on == 1 ? Status.WARNING : Status.ACTIVE;
    Status before = last.status;
    last = new Snapshot(status, pending, inFlight, p95);
    telemetry.load(subject, status.label(), pending, inFlight, p95);
    if (status != before) {
      telemetry.loadChanged(subject, before.label(), status.label());
    }
  }

  /** How it was when it was last looked at. */
  public Snapshot last() {
    return last;
  }

  /** From when on it is too much. */
  public Thresholds thresholds() {
    return thresholds;
  }

  /** Whose load it is. */
  public String subject() {
    return subject;
  }

  /** How bad it is. */
  public enum Status {
    /** There is room. */
    INACTIVE,
    /** One threshold is passed. */
    WARNING,
    /** Requests are turned away. */
    ACTIVE;

    private final String label = name().toLowerCase(Locale.ROOT);

    /** As it is told. */
    public String label() {
      return label;
    }
  }

  /** What there was to do at one moment. */
  public record Snapshot(Status status, long pending, long inFlight, long p95LatencyNanos) {}

  /** From when on it is too much. */
  public record Thresholds(long pending, long p95LatencyNanos, long inFlight) {}
}
