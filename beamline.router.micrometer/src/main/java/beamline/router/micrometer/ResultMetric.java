package beamline.router.micrometer;

import static beamline.router.micrometer.Metric.Row.counter;
import static beamline.router.micrometer.Metric.Row.histogram;

/**
 * The metrics of what comes back from workers: results, acknowledgements, signs of life, and the
 * usage that is reported for them.
 */
public enum ResultMetric implements Metric {
  RESULTS(
      counter(
          "router_results_total",
          "Results that were taken",
          "status",
          "provider_id",
          "job_type",
          "tenant_id")),
  RESULT_LATENCY(
      histogram(
          "router_result_latency_ms",
          "How long workers took, as they tell, in milliseconds",
          "status",
          "provider_id",
          "job_type",
          "tenant_id")),
  RESULT_DUPLICATES(
      counter(
          "router_results_duplicate_total",
          "Results that came again, or after another one",
          "tenant_id")),
  RESULTS_INVALID(
      counter("router_results_validation_failed_total", "Results that were invalid", "reason")),
  RESULTS_UNREADABLE(
      counter("router_results_parse_failed_total", "Results that could not be read")),
  RESULT_TENANT_REJECTED(
      counter(
          "router_results_tenant_rejected_total",
          "Results that were refused because of their tenant",
          "tenant_id",
          "reason")),
  USAGE_EMITTED(
      counter(
          "router_usage_emitted_total",
          "Usage events that a stream has stored",
          "status",
          "provider_id")),
  USAGE_EMITTED_ALIAS(
      counter(
          "router_usage_emit_total",
          "Usage events that a stream has stored",
          "status",
          "provider_id")),
  USAGE_FAILED(
      counter(
          "router_usage_emit_failed_total",
          "Usage events that could not be published",
          "error_code")),
  ACKS(counter("router_acks_total", "Acknowledgements of assignments", "status")),
  ACKS_REJECTED(counter("router_assignments_rejected_total", "Assignments that a worker rejected")),
  ACKS_ERROR(
      counter("router_assignments_ack_error_total", "Assignments that a worker could not take")),
  ACK_DUPLICATES(
      counter("router_acks_duplicate_total", "Acknowledgements that came again", "tenant_id")),
  ACKS_INVALID(
      counter(
          "router_acks_validation_failed_total", "Acknowledgements that were invalid", "reason")),
  ACK_TENANT_REJECTED(
      counter(
          "router_acks_tenant_rejected_total",
          "Acknowledgements that were refused because of their tenant",
          "tenant_id",
          "reason")),
  WORKER_HEARTBEATS(counter("router_worker_heartbeats_total", "Heartbeats of workers", "status")),
  WORKER_DEAD_LETTERS(
      counter(
          "router_worker_dead_letters_total",
          "Messages that workers could not read or send",
          "reason"));

  @SuppressWarnings("ImmutableEnumChecker") // its list is made by List.of
  private final Row row;

  ResultMetric(Row row) {
    this.row = row;
  }

  @Override
  public Row row() {
    return row;
  }
}
