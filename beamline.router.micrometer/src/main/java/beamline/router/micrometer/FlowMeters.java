package beamline.router.micrometer;

import beamline.router.api.ErrorCode;
import beamline.router.spi.FlowTelemetry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The meters of {@link FlowMetric}. Every value is bounded here before it becomes a label. */
final class FlowMeters implements FlowTelemetry {
  private static final String UNREADABLE = "PARSE_ERROR";

  private final Meters meters;
  private final Labels labels;
  private final Counters<FlowMetric> counters;
  private final Map<String, IntakeMeters> intakes = new ConcurrentHashMap<>();
  private final Map<String, AtomicLong> waits = new ConcurrentHashMap<>();
  private volatile long open;
  private volatile boolean enabled = true;

  FlowMeters(Meters meters, Labels labels) {
    this.meters = meters;
    this.labels = labels;
    counters = new Counters<>(meters, FlowMetric.class);
    // Labelled, but alert rules expect to find it all the same.
    meters.counter(FlowMetric.ASSIGNMENTS_BLOCKED, LabelValues.OTHER);
    meters.gauge(FlowMetric.ASSIGNMENTS_OPEN, this, it -> it.open);
    meters.gauge(FlowMetric.ASSIGNMENTS_ENABLED, this, it -> it.enabled ? 1 : 0);
  }

  @Override
  public void requestAnswered(String subject, String status, long latencyNanos) {
    intake(subject).answered(reason(status), latencyNanos);
    if (status.equals("duplicate")) {
      counters.increment(FlowMetric.REQUEST_DUPLICATES, subject(subject));
    } else if (status.equals("overloaded")) {
      counters.increment(FlowMetric.REQUESTS_OVERLOADED, subject(subject), "overloaded");
    }
  }

  @Override
  public void messageInvalid(String subject, ErrorCode code, String tenantId) {
    meters
        .counter(FlowMetric.VALIDATION_ERRORS, code.name(), subject(subject), tenant(tenantId))
        .increment();
    switch (code) {
      case VERSION_UNSUPPORTED ->
          counters.increment(FlowMetric.VERSION_MISMATCHES, subject(subject));
      case TENANT_FORBIDDEN, TENANT_NOT_ALLOWED, MISSING_TENANT_ID -> {
        counters.increment(
            FlowMetric.DECIDE_TENANT_REJECTED, tenant(tenantId), reason(code.reason()));
        counters.increment(FlowMetric.TENANT_AUDIT, "request_rejected", tenant(tenantId));
      }
      default -> {}
    }
  }

  @Override
  public void messageTooLarge(String subject, long bytes) {
    counters.increment(FlowMetric.PAYLOADS_REJECTED, subject(subject));
  }

  @Override
  public void headersMissing(String subject) {
    counters.increment(FlowMetric.HEADERS_MISSING);
  }

  @Override
  public void contractViolated(String subject) {
    counters.increment(FlowMetric.CONTRACT_VIOLATIONS, subject(subject));
  }

  @Override
  public void assignmentsEnabled(boolean nowEnabled) {
    enabled = nowEnabled;
  }

  @Override
  public void assignmentPublished(String tenantId, String subject, int retries, long latencyNanos) {
    counters.increment(FlowMetric.ASSIGNMENTS_PUBLISHED);
    counters.increment(FlowMetric.ASSIGNMENT_PUBLISHED, tenant(tenantId), subject(subject));
    meters
        .latency(FlowMetric.ASSIGNMENT_LATENCY, subject(subject))
        .record(Meters.millis(latencyNanos));
  }

  @Override
  public void assignmentRetried(String tenantId, String errorKind) {
    counters.increment(FlowMetric.ASSIGNMENTS_RETRIED);
    counters.increment(FlowMetric.ASSIGNMENT_RETRIED, tenant(tenantId), reason(errorKind));
  }

  @Override
  public void assignmentFailed(String tenantId, String errorKind, int retries) {
    counters.increment(FlowMetric.ASSIGNMENTS_FAILED);
    counters.increment(FlowMetric.ASSIGNMENT_FAILED, tenant(tenantId), reason(errorKind));
    counters.increment(FlowMetric.DEGRADED_MODE);
    if (retries > 0) {
      counters.increment(FlowMetric.RETRIES_EXHAUSTED, reason(errorKind));
    }
  }

  @Override
  public void assignmentBlocked(String tenantId, String reason) {
    counters.increment(FlowMetric.ASSIGNMENTS_BLOCKED, tenant(tenantId));
    counters.increment(FlowMetric.ASSIGNMENT_BLOCKED, tenant(tenantId), reason(reason));
  }

  @Override
  public void assignmentSkipped(String tenantId, String reason) {
    counters.increment(FlowMetric.ASSIGNMENTS_SKIPPED);
    counters.increment(FlowMetric.ASSIGNMENT_SKIPPED, reason(reason));
  }

  @Override
  public void assignmentResent(String tenantId) {
    counters.increment(FlowMetric.ASSIGNMENTS_RESENT, tenant(tenantId));
  }

  @Override
  public void assignmentLost(String tenantId) {
    counters.increment(FlowMetric.ASSIGNMENTS_LOST, tenant(tenantId));
  }

  @Override
  public void assignmentsOpen(long count) {
    open = count;
  }

  @Override
  public void resultTaken(
      String tenantId, String providerId, String jobType, String status, long latencyMillis) {
    String provider = labels.providers().of(providerId);
    String job = labels.jobTypes().of(jobType);
    String how = reason(status);
    String tenant = tenant(tenantId);
    meters.counter(FlowMetric.RESULTS, how, provider, job, tenant).increment();
    meters
        .latency(FlowMetric.RESULT_LATENCY, how, provider, job, tenant)
        .record((double) latencyMillis);
  }

  @Override
  public void resultDuplicate(String tenantId) {
    counters.increment(FlowMetric.RESULT_DUPLICATES, tenant(tenantId));
  }

  @Override
  public void resultInvalid(String reason) {
    counters.increment(FlowMetric.RESULTS_INVALID, reason(reason));
    if (reason.equals(UNREADABLE)) {
      counters.increment(FlowMetric.RESULTS_UNREADABLE);
    }
  }

  @Override
  public void resultTenantRejected(String tenantId, String reason) {
    counters.increment(FlowMetric.RESULT_TENANT_REJECTED, tenant(tenantId), reason(reason));
    counters.increment(FlowMetric.TENANT_AUDIT, "result_rejected", tenant(tenantId));
  }

  @Override
  public void ackTaken(String tenantId, String status) {
    counters.increment(FlowMetric.ACKS, reason(status));
    switch (status) {
      case "rejected" -> counters.increment(FlowMetric.ACKS_REJECTED);
      case "error" -> counters.increment(FlowMetric.ACKS_ERROR);
      default -> {}
    }
  }

  @Override
  public void ackDuplicate(String tenantId) {
    counters.increment(FlowMetric.ACK_DUPLICATES, tenant(tenantId));
  }

  @Override
  public void ackInvalid(String reason) {
    counters.increment(FlowMetric.ACKS_INVALID, reason(reason));
  }

  @Override
  public void ackTenantRejected(String tenantId, String reason) {
    counters.increment(FlowMetric.ACK_TENANT_REJECTED, tenant(tenantId), reason(reason));
    counters.increment(FlowMetric.TENANT_AUDIT, "ack_rejected", tenant(tenantId));
  }

  @Override
  public void usageEmitted(String tenantId, String providerId, String status) {
    String provider = labels.providers().of(providerId);
    counters.increment(FlowMetric.USAGE_EMITTED, reason(status), provider);
    counters.increment(FlowMetric.USAGE_EMITTED_ALIAS, reason(status), provider);
  }

  @Override
  public void usageFailed(String errorKind) {
    counters.increment(FlowMetric.USAGE_FAILED, reason(errorKind));
  }

  @Override
  public void deliveryAnswered(String durable, String answer) {
    counters.increment(FlowMetric.DELIVERIES, consumer(durable));
    counters.increment(FlowMetric.DELIVERY_DECISIONS, consumer(durable), reason(answer));
    if (answer.equals("ack")) {
      counters.increment(FlowMetric.DELIVERIES_ACKED, consumer(durable));
    }
  }

  @Override
  public void redelivered(String durable, int deliveryCount) {
    counters.increment(FlowMetric.REDELIVERIES, consumer(durable));
    counters.increment(FlowMetric.REDELIVERED, consumer(durable));
    counters.increment(FlowMetric.REDELIVERIES_ALIAS);
  }

  @Override
  public void redeliveryPlanned(String durable, long waitNanos) {
    waits.computeIfAbsent(consumer(durable), this::waits).set(waitNanos);
  }

  private AtomicLong waits(String consumer) {
    AtomicLong nanos = new AtomicLong();
    meters.gauge(FlowMetric.REDELIVERY_BACKOFF, nanos, wait -> Meters.millis(wait.get()), consumer);
    return nanos;
  }

  @Override
  public void deliveriesExhausted(String durable) {
    counters.increment(FlowMetric.DELIVERIES_EXHAUSTED, consumer(durable));
  }

  @Override
  public void deadLettered(String subject, String reason) {
    counters.increment(FlowMetric.DEAD_LETTERS, subject(subject), reason(reason));
    counters.increment(FlowMetric.INTAKE_DEAD_LETTERS, subject(subject), reason(reason));
  }

  @Override
  public void deadLetterFailed(String subject) {
    counters.increment(FlowMetric.DEAD_LETTERS_FAILED, subject(subject));
  }

  @Override
  public void idempotency(String kind, boolean seenBefore) {
    counters.increment(
        seenBefore ? FlowMetric.IDEMPOTENCY_HITS : FlowMetric.IDEMPOTENCY_MISSES, reason(kind));
    counters.increment(seenBefore ? FlowMetric.IDEM_HITS : FlowMetric.IDEM_MISSES);
  }

  @Override
  public void load(
      String subject, String status, long pending, long inFlight, long p95LatencyNanos) {
    intake(subject).load(status, pending, inFlight, p95LatencyNanos);
    counters.increment(FlowMetric.P95_CALCULATIONS, subject(subject));
  }

  @Override
  public void streamsAsked(String subject, boolean answered) {
    counters.increment(FlowMetric.STREAM_QUERIES, subject(subject), answered ? "ok" : "error");
  }

  @Override
  public void loadChanged(String subject, String from, String to) {
    counters.increment(FlowMetric.BACKPRESSURE_EVENTS, subject(subject), reason(to));
    switch (to) {
      case "active" -> counters.increment(FlowMetric.BACKPRESSURE_TRIGGERED, subject(subject));
      case "inactive" -> counters.increment(FlowMetric.BACKPRESSURE_RECOVERY, subject(subject));
      default -> {}
    }
  }

  @Override
  public void workerHeartbeat(String workerId, String status, double load) {
    counters.increment(FlowMetric.WORKER_HEARTBEATS, labels.ofWorkers().of(status));
  }

  @Override
  public void workerDeadLetter(String reason) {
    counters.increment(FlowMetric.WORKER_DEAD_LETTERS, labels.ofWorkers().of(reason));
  }

  @Override
  public void abuseSuspected(String tenantId, String kind) {
    switch (kind) {
      case "empty_payload" -> counters.increment(FlowMetric.ABUSE_EMPTY, tenant(tenantId));
      case "heavy_payload" -> counters.increment(FlowMetric.ABUSE_HEAVY, tenant(tenantId));
      case "targeted_tenant" -> counters.increment(FlowMetric.ABUSE_TARGETED, tenant(tenantId));
      default -> {}
    }
  }

  @Override
  public void auditWritten(int records) {
    meters.counter(FlowMetric.AUDIT_RECORDS).increment(records);
  }

  @Override
  public void auditLost(long records) {
    meters.counter(FlowMetric.AUDIT_LOST).increment((double) records);
  }

  private IntakeMeters intake(String subject) {
    String label = subject(subject);
    IntakeMeters found = intakes.get(label);
    return found != null
        ? found
        : intakes.computeIfAbsent(label, value -> new IntakeMeters(meters, value));
  }

  private String tenant(String id) {
    return labels.tenants().of(id);
  }

  private String subject(String subject) {
    return labels.subjects().of(subject);
  }

  private String consumer(String durable) {
    return labels.consumers().of(durable);
  }

  private String reason(String reason) {
    return labels.reasons().of(reason);
  }
}
