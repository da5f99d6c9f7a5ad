package beamline.router.micrometer;

import beamline.router.api.ErrorCode;

/** What is written down of decide requests, and the load that they are. */
interface IntakeEvents extends FlowEvents {

  /** The meters of a subject. */
  IntakeMeters intake(String subject);

  @Override
  default void requestAnswered(String subject, String status, long latencyNanos) {
    intake(subject).answered(reason(status), latencyNanos);
    if (status.equals("duplicate")) {
      ledger().count(IntakeMetric.REQUEST_DUPLICATES, subject(subject));
    } else if (status.equals("overloaded")) {
      ledger().count(IntakeMetric.REQUESTS_OVERLOADED, subject(subject), "overloaded");
    }
  }

  @Override
  default void messageInvalid(String subject, ErrorCode code, String tenantId) {
    ledger().count(IntakeMetric.VALIDATION_ERRORS, code.name(), subject(subject), tenant(tenantId));
    switch (code) {
      case VERSION_UNSUPPORTED -> ledger().count(IntakeMetric.VERSION_MISMATCHES, subject(subject));
      case TENANT_FORBIDDEN, TENANT_NOT_ALLOWED, MISSING_TENANT_ID -> {
        ledger()
            .count(IntakeMetric.DECIDE_TENANT_REJECTED, tenant(tenantId), reason(code.reason()));
        ledger().count(IntakeMetric.TENANT_AUDIT, "request_rejected", tenant(tenantId));
      }
      default -> {}
    }
  }

  @Override
  default void messageTooLarge(String subject, long bytes) {
    ledger().count(IntakeMetric.PAYLOADS_REJECTED, subject(subject));
  }

  @Override
  default void headersMissing(String subject) {
    ledger().count(IntakeMetric.HEADERS_MISSING);
  }

  @Override
  default void contractViolated(String subject) {
    ledger().count(IntakeMetric.CONTRACT_VIOLATIONS, subject(subject));
  }

  @Override
  default void load(
      String subject, String status, long pending, long inFlight, long p95LatencyNanos) {
    intake(subject).load(status, pending, inFlight, p95LatencyNanos);
    ledger().count(IntakeMetric.P95_CALCULATIONS, subject(subject));
  }

  @Override
  default void streamsAsked(String subject, boolean answered) {
    ledger().count(IntakeMetric.STREAM_QUERIES, subject(subject), answered ? "ok" : "error");
  }

  @Override
  default void loadChanged(String subject, String from, String to) {
    ledger().count(IntakeMetric.BACKPRESSURE_EVENTS, subject(subject), reason(to));
    switch (to) {
      case "active" -> ledger().count(IntakeMetric.BACKPRESSURE_TRIGGERED, subject(subject));
      case "inactive" -> ledger().count(IntakeMetric.BACKPRESSURE_RECOVERY, subject(subject));
      default -> {}
    }
  }

  @Override
  default void abuseSuspected(String tenantId, String kind) {
    switch (kind) {
      case "empty_payload" -> ledger().count(IntakeMetric.ABUSE_EMPTY, tenant(tenantId));
      case "heavy_payload" -> ledger().count(IntakeMetric.ABUSE_HEAVY, tenant(tenantId));
      case "targeted_tenant" -> ledger().count(IntakeMetric.ABUSE_TARGETED, tenant(tenantId));
      default -> {}
    }
  }
}
