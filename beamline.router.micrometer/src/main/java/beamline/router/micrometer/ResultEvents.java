package beamline.router.micrometer;

/** What is written down of what comes back from workers. */
interface ResultEvents extends FlowEvents {

  @Override
  default void resultTaken(
      String tenantId, String providerId, String jobType, String status, long latencyMillis) {
    String provider = provider(providerId);
    String job = ledger().labels().jobTypes().of(jobType);
    String how = reason(status);
    String tenant = tenant(tenantId);
    ledger().count(ResultMetric.RESULTS, how, provider, job, tenant);
    ledger()
        .record(ResultMetric.RESULT_LATENCY, (double) latencyMillis, how, provider, job, tenant);
  }

  @Override
  default void resultDuplicate(String tenantId) {
    ledger().count(ResultMetric.RESULT_DUPLICATES, tenant(tenantId));
  }

  @Override
  default void resultInvalid(String reason) {
    ledger().count(ResultMetric.RESULTS_INVALID, reason(reason));
    if (reason.equals("PARSE_ERROR")) {
      ledger().count(ResultMetric.RESULTS_UNREADABLE);
    }
  }

  @Override
  default void resultTenantRejected(String tenantId, String reason) {
    ledger().count(ResultMetric.RESULT_TENANT_REJECTED, tenant(tenantId), reason(reason));
    ledger().count(IntakeMetric.TENANT_AUDIT, "result_rejected", tenant(tenantId));
  }

  @Override
  default void ackTaken(String tenantId, String status) {
    ledger().count(ResultMetric.ACKS, reason(status));
    switch (status) {
      case "rejected" -> ledger().count(ResultMetric.ACKS_REJECTED);
      case "error" -> ledger().count(ResultMetric.ACKS_ERROR);
      default -> {}
    }
  }

  @Override
  default void ackDuplicate(String tenantId) {
    ledger().count(ResultMetric.ACK_DUPLICATES, tenant(tenantId));
  }

  @Override
  default void ackInvalid(String reason) {
    ledger().count(ResultMetric.ACKS_INVALID, reason(reason));
  }

  @Override
  default void ackTenantRejected(String tenantId, String reason) {
    ledger().count(ResultMetric.ACK_TENANT_REJECTED, tenant(tenantId), reason(reason));
    ledger().count(IntakeMetric.TENANT_AUDIT, "ack_rejected", tenant(tenantId));
  }

  @Override
  default void usageEmitted(String tenantId, String providerId, String status) {
    String provider = provider(providerId);
    ledger().count(ResultMetric.USAGE_EMITTED, reason(status), provider);
    ledger().count(ResultMetric.USAGE_EMITTED_ALIAS, reason(status), provider);
  }

  @Override
  default void usageFailed(String errorKind) {
    ledger().count(ResultMetric.USAGE_FAILED, reason(errorKind));
  }

  @Override
  default void workerHeartbeat(String workerId, String status, double load) {
    ledger().count(ResultMetric.WORKER_HEARTBEATS, ledger().labels().ofWorkers().of(status));
  }

  @Override
  default void workerDeadLetter(String reason) {
    ledger().count(ResultMetric.WORKER_DEAD_LETTERS, ledger().labels().ofWorkers().of(reason));
  }
}
