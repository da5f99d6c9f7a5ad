package beamline.router.micrometer;

import beamline.router.api.ErrorCode;
import beamline.router.spi.FlowTelemetry;
import beamline.router.spi.Transport;
import beamline.router.spi.TransportTelemetry;

/** For each metric the event that moves it. */
final class MetricEvents {
  private static final String DECIDE = "beamline.router.v1.decide";
  private static final String ASSIGN = "caf.exec.assign.v1";

  private MetricEvents() {}

  static void happen(FlowMetric metric, FlowTelemetry flows) {
    switch (metric) {
      case REQUESTS,
          REQUEST_LATENCY,
          REQUEST_LATENCY_SECONDS,
          REQUEST_LATENCY_P50,
          REQUEST_LATENCY_P99 ->
          flows.requestAnswered(DECIDE, "ok", 2_000_000);
      case REQUEST_DUPLICATES -> flows.requestAnswered(DECIDE, "duplicate", 2_000_000);
      case REQUESTS_OVERLOADED -> flows.requestAnswered(DECIDE, "overloaded", 2_000_000);
      case REQUEST_LATENCY_P95,
          BACKPRESSURE_ACTIVE,
          BACKPRESSURE_STATUS,
          PENDING,
          IN_FLIGHT,
          IN_FLIGHT_MAX,
          P95_CALCULATIONS ->
          flows.load(DECIDE, "active", 9, 4, 2_000_000);
      case BACKPRESSURE_EVENTS, BACKPRESSURE_TRIGGERED ->
          flows.loadChanged(DECIDE, "warning", "active");
      case STREAM_QUERIES -> flows.streamsAsked(DECIDE, true);
      case REDELIVERY_BACKOFF -> flows.redeliveryPlanned("router-results", 2_000_000);
      case BACKPRESSURE_RECOVERY -> flows.loadChanged(DECIDE, "warning", "inactive");
      case VALIDATION_ERRORS, DECIDE_TENANT_REJECTED, TENANT_AUDIT ->
          flows.messageInvalid(DECIDE, ErrorCode.TENANT_FORBIDDEN, "acme");
      case VERSION_MISMATCHES ->
          flows.messageInvalid(DECIDE, ErrorCode.VERSION_UNSUPPORTED, "acme");
      case PAYLOADS_REJECTED -> flows.messageTooLarge(DECIDE, 2_000_000);
      case HEADERS_MISSING -> flows.headersMissing(DECIDE);
      case CONTRACT_VIOLATIONS -> flows.contractViolated(DECIDE);
      case ASSIGNMENTS_PUBLISHED, ASSIGNMENT_PUBLISHED, ASSIGNMENT_LATENCY ->
          flows.assignmentPublished("acme", ASSIGN, 0, 2_000_000);
      case ASSIGNMENTS_RETRIED, ASSIGNMENT_RETRIED -> flows.assignmentRetried("acme", "timeout");
      case ASSIGNMENTS_FAILED, ASSIGNMENT_FAILED, RETRIES_EXHAUSTED, DEGRADED_MODE ->
          flows.assignmentFailed("acme", "timeout", 3);
      case ASSIGNMENTS_BLOCKED, ASSIGNMENT_BLOCKED ->
          flows.assignmentBlocked("acme", "tenant_not_allowed");
      case ASSIGNMENTS_SKIPPED, ASSIGNMENT_SKIPPED ->
          flows.assignmentSkipped("acme", "global_disabled");
      case ASSIGNMENTS_ENABLED -> flows.assignmentsEnabled(false);
      case ASSIGNMENTS_RESENT -> flows.assignmentResent("acme");
      case ASSIGNMENTS_LOST -> flows.assignmentLost("acme");
      case ASSIGNMENTS_OPEN -> flows.assignmentsOpen(3);
      case RESULTS, RESULT_LATENCY -> flows.resultTaken("acme", "gpu", "chat", "success", 20);
      case RESULT_DUPLICATES -> flows.resultDuplicate("acme");
      case RESULTS_INVALID, RESULTS_UNREADABLE -> flows.resultInvalid("PARSE_ERROR");
      case RESULT_TENANT_REJECTED -> flows.resultTenantRejected("acme", "mismatch");
      case USAGE_EMITTED, USAGE_EMITTED_ALIAS -> flows.usageEmitted("acme", "gpu", "success");
      case USAGE_FAILED -> flows.usageFailed("timeout");
      case ACKS -> flows.ackTaken("acme", "accepted");
      case ACKS_REJECTED -> flows.ackTaken("acme", "rejected");
      case ACKS_ERROR -> flows.ackTaken("acme", "error");
      case ACK_DUPLICATES -> flows.ackDuplicate("acme");
      case ACKS_INVALID -> flows.ackInvalid("unreadable");
      case ACK_TENANT_REJECTED -> flows.ackTenantRejected("acme", "mismatch");
      case DELIVERIES, DELIVERIES_ACKED, DELIVERY_DECISIONS ->
          flows.deliveryAnswered("router-results", "ack");
      case REDELIVERIES, REDELIVERED, REDELIVERIES_ALIAS -> flows.redelivered("router-results", 2);
      case DELIVERIES_EXHAUSTED -> flows.deliveriesExhausted("router-results");
      case DEAD_LETTERS, INTAKE_DEAD_LETTERS -> flows.deadLettered(DECIDE, "unreadable");
      case DEAD_LETTERS_FAILED -> flows.deadLetterFailed(DECIDE);
      case IDEMPOTENCY_HITS, IDEM_HITS -> flows.idempotency("result", true);
      case IDEMPOTENCY_MISSES, IDEM_MISSES -> flows.idempotency("result", false);
      case WORKER_HEARTBEATS -> flows.workerHeartbeat("worker-1", "busy", 0.5);
      case WORKER_DEAD_LETTERS -> flows.workerDeadLetter("PARSE_ERROR");
      case ABUSE_EMPTY -> flows.abuseSuspected("acme", "empty_payload");
      case ABUSE_HEAVY -> flows.abuseSuspected("acme", "heavy_payload");
      case ABUSE_TARGETED -> flows.abuseSuspected("acme", "targeted_tenant");
      case AUDIT_RECORDS -> flows.auditWritten(1);
      case AUDIT_LOST -> flows.auditLost(1);
    }
  }

  static void happen(TransportMetric metric, TransportTelemetry transport) {
    switch (metric) {
      case CONNECTION_STATUS, ESTABLISHED, RESTORED ->
          transport.stateChanged(Transport.State.RECONNECTING, Transport.State.CONNECTED);
      case LOST -> transport.stateChanged(Transport.State.CONNECTED, Transport.State.RECONNECTING);
      case CONNECT_FAILURES, CONNECTION_FAILURES -> transport.connectFailed(false, "refused");
      case RECONNECT_ATTEMPTS -> transport.connectAttempted(true);
      case RECONNECT_FAILURES -> transport.connectFailed(true, "refused");
      case RECONNECTION_EXHAUSTED -> transport.attemptsExhausted();
      case PUBLISHED -> transport.published(false, 2_000_000);
      case PUBLISHED_WITH_ACK, PUBLISH_ATTEMPTS, PUBLISH_LATENCY ->
          transport.published(true, 2_000_000);
      case PUBLISH_FAILURES -> transport.publishFailed(false, ASSIGN, "connection");
      case PUBLISH_WITH_ACK_FAILURES, PUBLISH_ERRORS ->
          transport.publishFailed(true, ASSIGN, "timeout");
      case ACKED -> transport.answered("ack");
      case NAKED -> transport.answered("nak");
      case ACK_FAILURES -> transport.answerFailed("ack", "connection");
      case NAK_FAILURES -> transport.answerFailed("nak", "connection");
      case SUBSCRIBED -> transport.subscribed(DECIDE);
      case SUBSCRIBE_FAILURES -> transport.subscribeFailed(DECIDE, "connection");
      case OPERATIONS_WAITING -> transport.operationsWaiting(7);
      case OPERATIONS_RETRIED, OPERATIONS_RESUMED -> transport.operationResumed();
      case OPERATIONS_FAILED, OPERATIONS_DROPPED -> transport.operationDropped("expired");
      case DROPPED_OPEN -> transport.droppedOpen(ASSIGN);
      case MESSAGES_DROPPED -> throw new IllegalArgumentException("told by Telemetry itself");
    }
  }
}
