package beamline.router.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of one subject: its requests by status, and its load. */
final class IntakeMeters {
  private static final List<String> STATUSES = List.of("inactive", "warning", "active");

  private final Meters meters;
  private final String subject;
  private final Map<String, Answers> answers = new ConcurrentHashMap<>();
  private final RecentCalls recent = new RecentCalls();
  private final AtomicLong inFlightMax = new AtomicLong();
  private volatile String status = "inactive";
  private volatile long pending;
  private volatile long inFlight;
  private volatile long p95Nanos;

  private record Answers(Counter count, DistributionSummary millis, DistributionSummary seconds) {}

  IntakeMeters(Meters meters, String subject) {
    this.meters = meters;
    this.subject = subject;
    meters.gauge(
        IntakeMetric.REQUEST_LATENCY_P50,
        this,
        it -> Meters.millis(it.recent.quantile(.5)),
        subject);
    meters.gauge(IntakeMetric.REQUEST_LATENCY_P95, this, it -> Meters.millis(it.p95Nanos), subject);
    meters.gauge(
        IntakeMetric.REQUEST_LATENCY_P99,
        this,
        it -> Meters.millis(it.recent.quantile(.99)),
        subject);
    meters.gauge(IntakeMetric.PENDING, this, it -> it.pending, subject);
    meters.gauge(IntakeMetric.IN_FLIGHT, this, it -> it.inFlight, subject);
    meters.gauge(IntakeMetric.IN_FLIGHT_MAX, this, it -> it.inFlightMax.get(), subject);
    meters.gauge(IntakeMetric.BACKPRESSURE_ACTIVE, this, it -> it.is("active"), subject);
    for (String each : STATUSES) {
      meters.gauge(IntakeMetric.BACKPRESSURE_STATUS, this, it -> it.is(each), subject, each);
    }
  }

  void answered(String how, long latencyNanos) {
    Answers found = answers.get(how);
    if (found == null) {
      found = answers.computeIfAbsent(how, this::register);
    }
    found.count.increment();
    found.millis.record(Meters.millis(latencyNanos));
    found.seconds.record(Meters.seconds(latencyNanos));
    recent.add(true, latencyNanos);
  }

  void load(String newStatus, long nowPending, long nowInFlight, long p95LatencyNanos) {
    status = newStatus;
    pending = nowPending;
    inFlight = nowInFlight;
    p95Nanos = p95LatencyNanos;
    inFlightMax.accumulateAndGet(nowInFlight, Math::max);
  }

  private Answers register(String how) {
    return new Answers(
        meters.counter(IntakeMetric.REQUESTS, subject, how),
        meters.latency(IntakeMetric.REQUEST_LATENCY, subject, how),
        meters.latency(IntakeMetric.REQUEST_LATENCY_SECONDS, subject, how));
  }

  private int is(String asked) {
    return status.equals(asked) ? 1 : 0;
  }
}
