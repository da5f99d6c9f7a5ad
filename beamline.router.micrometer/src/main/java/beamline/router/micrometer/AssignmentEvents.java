package beamline.router.micrometer;

/** What is written down of assignments. */
interface AssignmentEvents extends FlowEvents {

  @Override
  default void assignmentsEnabled(boolean enabled) {
    ledger().set(AssignmentMetric.ASSIGNMENTS_ENABLED, enabled ? 1 : 0);
  }

  @Override
  default void assignmentPublished(
      String tenantId, String subject, int retries, long latencyNanos) {
    ledger().count(AssignmentMetric.ASSIGNMENTS_PUBLISHED);
    ledger().count(AssignmentMetric.ASSIGNMENT_PUBLISHED, tenant(tenantId), subject(subject));
    ledger()
        .record(AssignmentMetric.ASSIGNMENT_LATENCY, Meters.millis(latencyNanos), subject(subject));
  }

  @Override
  default void assignmentRetried(String tenantId, String errorKind) {
    ledger().count(AssignmentMetric.ASSIGNMENTS_RETRIED);
    ledger().count(AssignmentMetric.ASSIGNMENT_RETRIED, tenant(tenantId), reason(errorKind));
  }

  @Override
  default void assignmentDelayed(int attempt, long waitNanos) {
    ledger().record(AssignmentMetric.RETRY_DELAY, Meters.seconds(waitNanos), reason("" + attempt));
  }

  @Override
  default void assignmentFailed(String tenantId, String errorKind, int retries) {
    ledger().count(AssignmentMetric.ASSIGNMENTS_FAILED);
    ledger().count(AssignmentMetric.ASSIGNMENT_FAILED, tenant(tenantId), reason(errorKind));
    ledger().count(AssignmentMetric.DEGRADED_MODE);
    if (retries > 0) {
      ledger().count(AssignmentMetric.RETRIES_EXHAUSTED, reason(errorKind));
    }
  }

  @Override
  default void assignmentBlocked(String tenantId, String reason) {
    ledger().count(AssignmentMetric.ASSIGNMENTS_BLOCKED, tenant(tenantId));
    ledger().count(AssignmentMetric.ASSIGNMENT_BLOCKED, tenant(tenantId), reason(reason));
  }

  @Override
  default void assignmentSkipped(String tenantId, String reason) {
    ledger().count(AssignmentMetric.ASSIGNMENTS_SKIPPED);
    ledger().count(AssignmentMetric.ASSIGNMENT_SKIPPED, reason(reason));
  }

  @Override
  default void assignmentResent(String tenantId) {
    ledger().count(AssignmentMetric.ASSIGNMENTS_RESENT, tenant(tenantId));
  }

  @Override
  default void assignmentLost(String tenantId) {
    ledger().count(AssignmentMetric.ASSIGNMENTS_LOST, tenant(tenantId));
  }

  @Override
  default void assignmentsOpen(long count) {
    ledger().set(AssignmentMetric.ASSIGNMENTS_OPEN, (double) count);
  }
}
