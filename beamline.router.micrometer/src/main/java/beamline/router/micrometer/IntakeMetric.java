package beamline.router.micrometer;

import static beamline.router.micrometer.Metric.Row.counter;
import static beamline.router.micrometer.Metric.Row.gauge;
import static beamline.router.micrometer.Metric.Row.histogram;

/** The metrics of decide requests that come over the bus, and of the load that they are. */
public enum IntakeMetric implements Metric {
  REQUESTS(
      counter(
          "router_intake_messages_total",
          "Decide requests that were answered",
          "subject",
          "status")),
  REQUEST_LATENCY(
      histogram(
          "router_intake_latency_ms",
          "From the arrival of a request to its reply, in milliseconds",
          "subject",
          "status")),
  REQUEST_LATENCY_SECONDS(
      histogram(
          "router_intake_processing_latency_seconds",
          "From the arrival of a request to its reply, in seconds",
          "subject",
          "status")),
  REQUEST_LATENCY_P50(
      gauge(
          "router_intake_processing_latency_p50",
          "Median of the last requests, in milliseconds",
          "subject")),
  REQUEST_LATENCY_P95(
      gauge(
          "router_intake_processing_latency_p95",
          "95th percentile by which the load is judged, in milliseconds",
          "subject")),
  REQUEST_LATENCY_P99(
      gauge(
          "router_intake_processing_latency_p99",
          "99th percentile of the last requests, in milliseconds",
          "subject")),
  REQUEST_DUPLICATES(
      counter(
          "router_intake_idempotent_duplicate_total",
          "Requests that were answered as before",
          "subject")),
  REQUESTS_OVERLOADED(
      counter(
          "router_intake_backpressure_rejections_total",
          "Requests that were refused because of the load",
          "subject",
          "reason")),
  VALIDATION_ERRORS(
      counter(
          "router_intake_validation_errors_total",
          "Messages that were invalid",
          "error_code",
          "subject",
          "tenant_id")),
  VERSION_MISMATCHES(
      counter(
          "router_schema_version_mismatch_total",
          "Messages of an unsupported contract version",
          "subject")),
  PAYLOADS_REJECTED(
      counter(
          "router_payload_rejected_total", "Messages that were too large to be read", "subject")),
  DECIDE_TENANT_REJECTED(
      counter(
          "router_decide_tenant_rejected_total",
          "Requests that were invalid because of their tenant",
          "tenant_id",
          "reason")),
  TENANT_AUDIT(
      counter(
          "router_tenant_audit_total",
          "Requests, results and acknowledgements that were refused because of their tenant",
          "event_type",
          "tenant_id")),
  HEADERS_MISSING(
      counter(
          "ctx_missing_headers_total",
          "Messages without trace_id, tenant_id or version in their headers")),
  CONTRACT_VIOLATIONS(
      counter(
          "router_nats_contract_violations_total",
          "Messages whose headers contradict them or the contract",
          "subject")),
  BACKPRESSURE_ACTIVE(
      gauge(
          "router_intake_backpressure_active",
          "1 while requests are refused because of the load, else 0",
          "subject")),
  BACKPRESSURE_STATUS(
      gauge(
          "router_intake_backpressure_status",
          "1 for the status that the load has, 0 for the others",
          "subject",
          "status")),
  PENDING(
      gauge("router_jetstream_pending_messages", "Messages that wait to be handled", "subject")),
  IN_FLIGHT(gauge("router_intake_inflight_messages", "Messages that are being handled", "subject")),
  IN_FLIGHT_MAX(
      gauge(
          "router_intake_inflight_messages_max",
          "The most messages that were being handled at once",
          "subject")),
  P95_CALCULATIONS(
      counter(
          "router_intake_p95_calculation_total",
          "Times that the 95th percentile was worked out to judge the load",
          "subject")),
  STREAM_QUERIES(
      counter(
          "router_intake_jetstream_query_total",
          "Questions which stream holds the subject of requests",
          "subject",
          "status")),
  BACKPRESSURE_EVENTS(
      counter(
          "router_backpressure_events_total",
          "Changes of the status of the load",
          "subject",
          "event_type")),
  BACKPRESSURE_TRIGGERED(
      counter(
          "router_intake_backpressure_triggered_total",
          "Times that the load began to refuse requests",
          "subject")),
  BACKPRESSURE_RECOVERY(
      counter(
          "router_backpressure_recovery_total", "Times that the load fell to normal", "subject")),
  ABUSE_EMPTY(
      counter(
          "router_abuse_empty_payload_total",
          "Suspicions of a tenant that sends empty payloads",
          "tenant_id")),
  ABUSE_HEAVY(
      counter(
          "router_abuse_heavy_payload_total",
          "Suspicions of a tenant that sends heavy payloads",
          "tenant_id")),
  ABUSE_TARGETED(
      counter(
          "router_abuse_targeted_tenant_total",
          "Suspicions that a tenant is a target",
          "tenant_id"));

  @SuppressWarnings("ImmutableEnumChecker") // its list is made by List.of
  private final Row row;

  IntakeMetric(Row row) {
    this.row = row;
  }

  @Override
  public Row row() {
    return row;
  }
}
