package beamline.router.micrometer;

import static beamline.router.micrometer.Metric.Row.counter;
import static beamline.router.micrometer.Metric.Row.gauge;
import static beamline.router.micrometer.Metric.Row.histogram;

/** The metrics of assignments. Where alert rules use two names, both are here. */
public enum AssignmentMetric implements Metric {
  ASSIGNMENTS_PUBLISHED(
      counter("assignments_published_total", "Assignments that a stream has stored")),
  ASSIGNMENT_PUBLISHED(
      counter(
          "router_assignment_published_total",
          "Assignments that a stream has stored",
          "tenant_id",
          "subject")),
  ASSIGNMENT_LATENCY(
      histogram(
          "router_assignment_publish_latency_ms",
          "From the first attempt to publish an assignment until a stream has stored it, in milliseconds",
          "subject")),
  ASSIGNMENTS_RETRIED(
      counter(
          "assignments_retry_total",
          "Attempts to publish an assignment that failed and were repeated")),
  ASSIGNMENT_RETRIED(
      counter(
          "router_assignment_retry_total",
          "Attempts to publish an assignment that failed and were repeated",
          "tenant_id",
          "error_kind")),
  ASSIGNMENTS_FAILED(
      counter("assignments_failed_total", "Assignments that could not be published")),
  ASSIGNMENT_FAILED(
      counter(
          "router_assignment_publish_failures_total",
          "Assignments that could not be published",
          "tenant_id",
          "error_kind")),
  RETRIES_EXHAUSTED(
      counter(
          "router_retry_exhausted_total",
          "Assignments that were given up after every attempt",
          "error_kind")),
  DEGRADED_MODE(
      counter(
          "router_degraded_mode_active_total",
          "Decisions that were answered although their assignment was given up")),
  ASSIGNMENTS_BLOCKED(
      counter(
          "assignments_blocked_total",
          "Assignments that were not published because of who asked",
          "tenant_id")),
  ASSIGNMENT_BLOCKED(
      counter(
          "router_assignment_blocked_total",
          "Assignments that were not published because of who asked",
          "tenant_id",
          "reason")),
  ASSIGNMENTS_SKIPPED(
      counter(
          "assignments_skipped_total",
          "Decisions whose assignment nobody asked for, or that publishing is off for")),
  ASSIGNMENT_SKIPPED(
      counter(
          "router_assignment_skipped_total",
          "Decisions whose assignment nobody asked for, or that publishing is off for",
          "reason")),
  ASSIGNMENTS_ENABLED(
      gauge(
          "caf_push_assignment_enabled",
          "1 while assignments are published, 0 while the kill switch is thrown")),
  ASSIGNMENTS_RESENT(
      counter(
          "router_assignments_resent_total",
          "Assignments that had no result in time and were sent again",
          "tenant_id")),
  ASSIGNMENTS_LOST(
      counter(
          "router_assignments_lost_total",
          "Assignments that had no result in time and were given up",
          "tenant_id")),
  ASSIGNMENTS_OPEN(gauge("router_assignments_open", "Assignments that wait for a result")),
  RETRY_DELAY(
      histogram(
          "router_nats_publish_retry_delay_seconds",
          "How long an assignment waits until it is published again, in seconds",
          "attempt"));

  @SuppressWarnings("ImmutableEnumChecker") // its list is made by List.of
  private final Row row;

  AssignmentMetric(Row row) {
    this.row = row;
  }

  @Override
  public Row row() {
    return row;
  }
}
