package beamline.router.engine.telemetry;

import beamline.router.api.ErrorCode;
import beamline.router.spi.FlowTelemetry;

/** What happened to messages, told to two. */
final class BothFlows implements FlowTelemetry {
  private final FlowTelemetry first;
  private final FlowTelemetry second;

  private BothFlows(FlowTelemetry first, FlowTelemetry second) {
    this.first = first;
    this.second = second;
  }

  static FlowTelemetry of(FlowTelemetry first, FlowTelemetry second) {
    if (first == FlowTelemetry.NONE) {
      return second;
    }
    return second == FlowTelemetry.NONE ? first : new BothFlows(first, second);
  }

  @Override
  public void requestAnswered(String subject, String status, long latencyNanos) {
    first.requestAnswered(subject, status, latencyNanos);
    second.requestAnswered(subject, status, latencyNanos);
  }

  @Override
  public void messageInvalid(String subject, ErrorCode code, String tenantId) {
    first.messageInvalid(subject, code, tenantId);
    second.messageInvalid(subject, code, tenantId);
  }

  @Override
  public void messageTooLarge(String subject, long bytes) {
    first.messageTooLarge(subject, bytes);
    second.messageTooLarge(subject, bytes);
  }

  @Override
  public void headersMissing(String subject) {
    first.headersMissing(subject);
    second.headersMissing(subject);
  }

  @Override
  public void contractViolated(String subject) {
    first.contractViolated(subject);
    second.contractViolated(subject);
  }

  @Override
  public void assignmentsEnabled(boolean enabled) {
    first.assignmentsEnabled(enabled);
    second.assignmentsEnabled(enabled);
  }

  @Override
  public void assignmentPublished(String tenantId, String subject, int retries, long latencyNanos) {
    first.assignmentPublished(tenantId, subject, retries, latencyNanos);
    second.assignmentPublished(tenantId, subject, retries, latencyNanos);
  }

  @Override
  public void assignmentRetried(String tenantId, String errorKind) {
    first.assignmentRetried(tenantId, errorKind);
    second.assignmentRetried(tenantId, errorKind);
  }

  @Override
  public void assignmentDelayed(int attempt, long waitNanos) {
    first.assignmentDelayed(attempt, waitNanos);
    second.assignmentDelayed(attempt, waitNanos);
  }

  @Override
  public void assignmentFailed(String tenantId, String errorKind, int retries) {
    first.assignmentFailed(tenantId, errorKind, retries);
    second.assignmentFailed(tenantId, errorKind, retries);
  }

  @Override
  public void assignmentBlocked(String tenantId, String reason) {
    first.assignmentBlocked(tenantId, reason);
    second.assignmentBlocked(tenantId, reason);
  }

  @Override
  public void assignmentSkipped(String tenantId, String reason) {
    first.assignmentSkipped(tenantId, reason);
    second.assignmentSkipped(tenantId, reason);
  }

  @Override
  public void assignmentResent(String tenantId) {
    first.assignmentResent(tenantId);
    second.assignmentResent(tenantId);
  }

  @Override
  public void assignmentLost(String tenantId) {
    first.assignmentLost(tenantId);
    second.assignmentLost(tenantId);
  }

  @Override
  public void assignmentsOpen(long count) {
    first.assignmentsOpen(count);
    second.assignmentsOpen(count);
  }

  @Override
  public void resultTaken(
      String tenantId, String providerId, String jobType, String status, long latencyMillis) {
    first.resultTaken(tenantId, providerId, jobType, status, latencyMillis);
    second.resultTaken(tenantId, providerId, jobType, status, latencyMillis);
  }

  @Override
  public void resultDuplicate(String tenantId) {
    first.resultDuplicate(tenantId);
    second.resultDuplicate(tenantId);
  }

  @Override
  public void resultInvalid(String reason) {
    first.resultInvalid(reason);
    second.resultInvalid(reason);
  }

  @Override
  public void resultTenantRejected(String tenantId, String reason) {
    first.resultTenantRejected(tenantId, reason);
    second.resultTenantRejected(tenantId, reason);
  }

  @Override
  public void ackTaken(String tenantId, String status) {
    first.ackTaken(tenantId, status);
    second.ackTaken(tenantId, status);
  }

  @Override
  public void ackDuplicate(String tenantId) {
    first.ackDuplicate(tenantId);
    second.ackDuplicate(tenantId);
  }

  @Override
  public void ackInvalid(String reason) {
    first.ackInvalid(reason);
    second.ackInvalid(reason);
  }

  @Override
  public void ackTenantRejected(String tenantId, String reason) {
    first.ackTenantRejected(tenantId, reason);
    second.ackTenantRejected(tenantId, reason);
  }

  @Override
  public void usageEmitted(String tenantId, String providerId, String status) {
    first.usageEmitted(tenantId, providerId, status);
    second.usageEmitted(tenantId, providerId, status);
  }

  @Override
  public void usageFailed(String errorKind) {
    first.usageFailed(errorKind);
    second.usageFailed(errorKind);
  }

  @Override
  public void delivered(String durable) {
    first.delivered(durable);
    second.delivered(durable);
  }

  @Override
  public void deliveriesHeld(String durable, long count) {
    first.deliveriesHeld(durable, count);
    second.deliveriesHeld(durable, count);
  }

  @Override
  public void deliveryAnswered(String durable, String answer) {
    first.deliveryAnswered(durable, answer);
    second.deliveryAnswered(durable, answer);
  }

  @Override
  public void redelivered(String durable, int deliveryCount) {
    first.redelivered(durable, deliveryCount);
    second.redelivered(durable, deliveryCount);
  }

  @Override
  public void redeliveryPlanned(String durable, long waitNanos) {
    first.redeliveryPlanned(durable, waitNanos);
    second.redeliveryPlanned(durable, waitNanos);
  }

  @Override
  public void deliveriesExhausted(String durable) {
    first.deliveriesExhausted(durable);
    second.deliveriesExhausted(durable);
  }

  @Override
  public void deadLettered(String subject, String reason) {
    first.deadLettered(subject, reason);
    second.deadLettered(subject, reason);
  }

  @Override
  public void deadLetterFailed(String subject) {
    first.deadLetterFailed(subject);
    second.deadLetterFailed(subject);
  }

  @Override
  public void idempotency(String kind, boolean seenBefore) {
    first.idempotency(kind, seenBefore);
    second.idempotency(kind, seenBefore);
  }

  @Override
  public void idempotencyConflict(String kind) {
    first.idempotencyConflict(kind);
    second.idempotencyConflict(kind);
  }

  @Override
  public void idempotencyEvicted(String kind) {
    first.idempotencyEvicted(kind);
    second.idempotencyEvicted(kind);
  }

  @Override
  public void load(
      String subject, String status, long pending, long inFlight, long p95LatencyNanos) {
    first.load(subject, status, pending, inFlight, p95LatencyNanos);
    second.load(subject, status, pending, inFlight, p95LatencyNanos);
  }

  @Override
  public void streamsAsked(String subject, boolean answered) {
    first.streamsAsked(subject, answered);
    second.streamsAsked(subject, answered);
  }

  @Override
  public void loadChanged(String subject, String from, String to) {
    first.loadChanged(subject, from, to);
    second.loadChanged(subject, from, to);
  }

  @Override
  public void workerHeartbeat(String workerId, String status, double load) {
    first.workerHeartbeat(workerId, status, load);
    second.workerHeartbeat(workerId, status, load);
  }

  @Override
  public void workerDeadLetter(String reason) {
    first.workerDeadLetter(reason);
    second.workerDeadLetter(reason);
  }

  @Override
  public void abuseSuspected(String tenantId, String kind) {
    first.abuseSuspected(tenantId, kind);
    second.abuseSuspected(tenantId, kind);
  }

  @Override
  public void auditWritten(int records) {
    first.auditWritten(records);
    second.auditWritten(records);
  }

  @Override
  public void auditLost(long records) {
    first.auditLost(records);
    second.auditLost(records);
  }
}
