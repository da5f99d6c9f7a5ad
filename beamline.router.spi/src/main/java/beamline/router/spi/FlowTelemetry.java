package beamline.router.spi;

import beamline.router.api.ErrorCode;

/**
 * What happened to messages: decide requests, assignments, results, acknowledgements. Every method
 * does nothing by default, must not block and must not throw.
 */
public interface FlowTelemetry {
  /** Nobody listens. */
  FlowTelemetry NONE = new FlowTelemetry() {};

  /**
   * A decide request was answered.
   *
   * @param status {@code ok}, {@code refused} (invalid), {@code rejected} (valid but not decided),
   *     {@code overloaded} or {@code duplicate}
   * @param latencyNanos from its arrival to its reply
   */
  default void requestAnswered(String subject, String status, long latencyNanos) {}

  /** A message was invalid. */
  default void messageInvalid(String subject, ErrorCode code, String tenantId) {}

  /**
   * A message was too large and was not read.
   *
   * @param bytes how large it was
   */
  default void messageTooLarge(String subject, long bytes) {}

  /** A message lacked the headers {@code trace_id}, {@code tenant_id} or {@code version}. */
  default void headersMissing(String subject) {}

  /** A header contradicted the message or the contract. */
  default void contractViolated(String subject) {}

  /** Whether assignments are published: told at the start, and when the kill switch is thrown. */
  default void assignmentsEnabled(boolean enabled) {}

  /**
   * An assignment was stored by its stream.
   *
   * @param retries attempts after the first
   * @param latencyNanos from the first attempt on
   */
  default void assignmentPublished(
      String tenantId, String subject, int retries, long latencyNanos) {}

  /** An attempt to publish an assignment failed and is repeated. */
  default void assignmentRetried(String tenantId, String errorKind) {}

  /**
   * An assignment waits until it is published again.
   *
   * @param attempt which retry it will be, from 1 on
   */
  default void assignmentDelayed(int attempt, long waitNanos) {}

  /** An assignment could not be published. */
  default void assignmentFailed(String tenantId, String errorKind, int retries) {}

  /** An assignment was not published, because of who asked. */
  default void assignmentBlocked(String tenantId, String reason) {}

  /**
   * An assignment was not published, because nobody asked or publishing is off.
   *
   * @param reason {@code not_requested} or {@code global_disabled}
   */
  default void assignmentSkipped(String tenantId, String reason) {}

  /** An assignment had no result in time and was sent again. */
  default void assignmentResent(String tenantId) {}

  /** An assignment had no result in time and was given up. */
  default void assignmentLost(String tenantId) {}

  /** How many assignments wait for a result. */
  default void assignmentsOpen(long count) {}

  /** A result was taken. */
  default void resultTaken(
      String tenantId, String providerId, String jobType, String status, long latencyMillis) {}

  /** A result came again, or after another one. */
  default void resultDuplicate(String tenantId) {}

  /** A result was invalid. */
  default void resultInvalid(String reason) {}

  /** A result was refused because of its tenant. */
  default void resultTenantRejected(String tenantId, String reason) {}

  /** An acknowledgement was taken. */
  default void ackTaken(String tenantId, String status) {}

  /** An acknowledgement came again. */
  default void ackDuplicate(String tenantId) {}

  /** An acknowledgement was invalid. */
  default void ackInvalid(String reason) {}

  /** An acknowledgement was refused because of its tenant. */
  default void ackTenantRejected(String tenantId, String reason) {}

  /** A usage event was stored by its stream. */
  default void usageEmitted(String tenantId, String providerId, String status) {}

  /** A usage event could not be published. */
  default void usageFailed(String errorKind) {}

  /** A durable consumer got a delivery. */
  default void delivered(String durable) {}

  /** How many deliveries of a durable consumer this node has and has not answered. */
  default void deliveriesHeld(String durable, long count) {}

  /**
   * A delivery of a durable consumer was answered.
   *
   * @param answer {@code ack}, {@code nak} or {@code term}
   */
  default void deliveryAnswered(String durable, String answer) {}

  /** A message was delivered again. */
  default void redelivered(String durable, int deliveryCount) {}

  /** A delivery was refused, and comes again after this wait. */
  default void redeliveryPlanned(String durable, long waitNanos) {}

  /** A message was delivered for the last time in vain. */
  default void deliveriesExhausted(String durable) {}

  /** A message was kept as a dead letter. */
  default void deadLettered(String subject, String reason) {}

  /** A dead letter could not be kept. */
  default void deadLetterFailed(String subject) {}

  /**
   * A message was looked for among those that were handled.
   *
   * @param kind {@code decide}, {@code result} or {@code ack}
   */
  default void idempotency(String kind, boolean seenBefore) {}

  /**
   * A key of idempotency came again with another message.
   *
   * @param kind as in {@link #idempotency}
   */
  default void idempotencyConflict(String kind) {}

  /**
   * The mark of a message that was handled was dropped from the memory of this node, for its age or
   * for want of room.
   *
   * @param kind as in {@link #idempotency}
   */
  default void idempotencyEvicted(String kind) {}

  /**
   * How much there is to do.
   *
   * @param status {@code inactive}, {@code warning} or {@code active}
   */
  default void load(
      String subject, String status, long pending, long inFlight, long p95LatencyNanos) {}

  /** The bus was asked which stream holds a subject, and answered or did not. */
  default void streamsAsked(String subject, boolean answered) {}

  /** The load reached a threshold, or fell below it again. */
  default void loadChanged(String subject, String from, String to) {}

  /** A worker told how it is. */
  default void workerHeartbeat(String workerId, String status, double load) {}

  /** A worker could not read or send something. */
  default void workerDeadLetter(String reason) {}

  /**
   * A tenant's requests were conspicuous: {@code empty_payload}, {@code heavy_payload}, {@code
   * targeted_tenant}.
   */
  default void abuseSuspected(String tenantId, String kind) {}

  /** Audit records are in the sink, so many. */
  default void auditWritten(int records) {}

  /** Audit records found no place, so many; the chain says so, too. */
  default void auditLost(long records) {}
}
