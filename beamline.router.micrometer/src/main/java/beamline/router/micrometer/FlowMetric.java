package beamline.router.micrometer;

import java.util.List;

/** The metrics of what happened to messages. Where alert rules use two names, both are here. */
public enum FlowMetric implements Metric {
  REQUESTS(
      "router_intake_messages_total",
      Kind.COUNTER,
      "Decide requests that were answered",
      "subject",
      "status"),
  REQUEST_LATENCY(
      "router_intake_latency_ms",
      Kind.HISTOGRAM,
      "From the arrival of a request to its reply, in milliseconds",
      "subject",
      "status"),
  REQUEST_LATENCY_SECONDS(
      "router_intake_processing_latency_seconds",
      Kind.HISTOGRAM,
      "From the arrival of a request to its reply, in seconds",
      "subject",
      "status"),
  REQUEST_LATENCY_P50(
      "router_intake_processing_latency_p50",
      Kind.GAUGE,
      "Median of the last requests, in milliseconds",
      "subject"),
  REQUEST_LATENCY_P95(
      "router_intake_processing_latency_p95",
      Kind.GAUGE,
      "95th percentile by which the load is judged, in milliseconds",
      "subject"),
  REQUEST_LATENCY_P99(
      "router_intake_processing_latency_p99",
      Kind.GAUGE,
      "99th percentile of the last requests, in milliseconds",
      "subject"),
  REQUEST_DUPLICATES(
      "router_intake_idempotent_duplicate_total",
      Kind.COUNTER,
      "Requests that were answered as before",
      "subject"),
  REQUESTS_OVERLOADED(
      "router_intake_backpressure_rejections_total",
      Kind.COUNTER,
      "Requests that were refused because of the load",
      "subject",
      "reason"),
  VALIDATION_ERRORS(
      "router_intake_validation_errors_total",
      Kind.COUNTER,
      "Messages that were invalid",
      "error_code",
      "subject",
      "tenant_id"),
  VERSION_MISMATCHES(
      "router_schema_version_mismatch_total",
      Kind.COUNTER,
      "Messages of an unsupported contract version",
      "subject"),
  PAYLOADS_REJECTED(
      "router_payload_rejected_total",
      Kind.COUNTER,
      "Messages that were too large to be read",
      "subject"),
  DECIDE_TENANT_REJECTED(
      "router_decide_tenant_rejected_total",
      Kind.COUNTER,
      "Requests that were invalid because of their tenant",
      "tenant_id",
      "reason"),
  TENANT_AUDIT(
      "router_tenant_audit_total",
      Kind.COUNTER,
      "Requests, results and acknowledgements that were refused because of their tenant",
      "event_type",
      "tenant_id"),
  HEADERS_MISSING(
      "ctx_missing_headers_total",
      Kind.COUNTER,
      "Messages without trace_id, tenant_id or version in their headers"),
  CONTRACT_VIOLATIONS(
      "router_nats_contract_violations_total",
      Kind.COUNTER,
      "Messages whose headers contradict them or the contract",
      "subject"),
  ASSIGNMENTS_PUBLISHED(
      "assignments_published_total", Kind.COUNTER, "Assignments that a stream has stored"),
  ASSIGNMENT_PUBLISHED(
      "router_assignment_published_total",
      Kind.COUNTER,
      "Assignments that a stream has stored",
      "tenant_id",
      "subject"),
  ASSIGNMENT_LATENCY(
      "router_assignment_publish_latency_ms",
      Kind.HISTOGRAM,
      "From the first attempt to publish an assignment until a stream has stored it, in milliseconds",
      "subject"),
  ASSIGNMENTS_RETRIED(
      "assignments_retry_total",
      Kind.COUNTER,
      "Attempts to publish an assignment that failed and were repeated"),
  ASSIGNMENT_RETRIED(
      "router_assignment_retry_total",
      Kind.COUNTER,
      "Attempts to publish an assignment that failed and were repeated",
      "tenant_id",
      "error_kind"),
  ASSIGNMENTS_FAILED(
      "assignments_failed_total", Kind.COUNTER, "Assignments that could not be published"),
  ASSIGNMENT_FAILED(
      "router_assignment_publish_failures_total",
      Kind.COUNTER,
      "Assignments that could not be published",
      "tenant_id",
      "error_kind"),
  RETRIES_EXHAUSTED(
      "router_retry_exhausted_total",
      Kind.COUNTER,
      "Assignments that were given up after every attempt",
      "error_kind"),
  DEGRADED_MODE(
      "router_degraded_mode_active_total",
      Kind.COUNTER,
      "Decisions that were answered although their assignment was given up"),
  ASSIGNMENTS_BLOCKED(
      "assignments_blocked_total",
      Kind.COUNTER,
      "Assignments that were not published because of who asked",
      "tenant_id"),
  ASSIGNMENT_BLOCKED(
      "router_assignment_blocked_total",
      Kind.COUNTER,
      "Assignments that were not published because of who asked",
      "tenant_id",
      "reason"),
  ASSIGNMENTS_SKIPPED(
      "assignments_skipped_total",
      Kind.COUNTER,
      "Decisions whose assignment nobody asked for, or that publishing is off for"),
  ASSIGNMENT_SKIPPED(
      "router_assignment_skipped_total",
      Kind.COUNTER,
      "Decisions whose assignment nobody asked for, or that publishing is off for",
      "reason"),
  ASSIGNMENTS_ENABLED(
      "caf_push_assignment_enabled",
      Kind.GAUGE,
      "1 while assignments are published, 0 while the kill switch is thrown"),
  ASSIGNMENTS_RESENT(
      "router_assignments_resent_total",
      Kind.COUNTER,
      "Assignments that had no result in time and were sent again",
      "tenant_id"),
  ASSIGNMENTS_LOST(
      "router_assignments_lost_total",
      Kind.COUNTER,
      "Assignments that had no result in time and were given up",
      "tenant_id"),
  ASSIGNMENTS_OPEN("router_assignments_open", Kind.GAUGE, "Assignments that wait for a result"),
  RESULTS(
      "router_results_total",
      Kind.COUNTER,
      "Results that were taken",
      "status",
      "provider_id",
      "job_type",
      "tenant_id"),
  RESULT_LATENCY(
      "router_result_latency_ms",
      Kind.HISTOGRAM,
      "How long workers took, as they tell, in milliseconds",
      "status",
      "provider_id",
      "job_type",
      "tenant_id"),
  RESULT_DUPLICATES(
      "router_results_duplicate_total",
      Kind.COUNTER,
      "Results that came again, or after another one",
      "tenant_id"),
  RESULTS_INVALID(
      "router_results_validation_failed_total",
      Kind.COUNTER,
      "Results that were invalid",
      "reason"),
  RESULTS_UNREADABLE(
      "router_results_parse_failed_total", Kind.COUNTER, "Results that could not be read"),
  RESULT_TENANT_REJECTED(
      "router_results_tenant_rejected_total",
      Kind.COUNTER,
      "Results that were refused because of their tenant",
      "tenant_id",
      "reason"),
  USAGE_EMITTED(
      "router_usage_emitted_total",
      Kind.COUNTER,
      "Usage events that a stream has stored",
      "status",
      "provider_id"),
  USAGE_EMITTED_ALIAS(
      "router_usage_emit_total",
      Kind.COUNTER,
      "Usage events that a stream has stored",
      "status",
      "provider_id"),
  USAGE_FAILED(
      "router_usage_emit_failed_total",
      Kind.COUNTER,
      "Usage events that could not be published",
      "error_code"),
  ACKS("router_acks_total", Kind.COUNTER, "Acknowledgements of assignments", "status"),
  ACKS_REJECTED(
      "router_assignments_rejected_total", Kind.COUNTER, "Assignments that a worker rejected"),
  ACKS_ERROR(
      "router_assignments_ack_error_total",
      Kind.COUNTER,
      "Assignments that a worker could not take"),
  ACK_DUPLICATES(
      "router_acks_duplicate_total", Kind.COUNTER, "Acknowledgements that came again", "tenant_id"),
  ACKS_INVALID(
      "router_acks_validation_failed_total",
      Kind.COUNTER,
      "Acknowledgements that were invalid",
      "reason"),
  ACK_TENANT_REJECTED(
      "router_acks_tenant_rejected_total",
      Kind.COUNTER,
      "Acknowledgements that were refused because of their tenant",
      "tenant_id",
      "reason"),
  DELIVERIES(
      "router_jetstream_delivered_messages_total",
      Kind.COUNTER,
      "Deliveries that were answered",
      "consumer"),
  DELIVERIES_ACKED(
      "router_jetstream_ack_total", Kind.COUNTER, "Deliveries that were acknowledged", "consumer"),
  DELIVERY_DECISIONS(
      "router_jetstream_redelivery_decision",
      Kind.COUNTER,
      "How deliveries were answered; Prometheus appends _total",
      "consumer",
      "decision"),
  REDELIVERIES(
      "router_jetstream_redelivery_total",
      Kind.COUNTER,
      "Messages that were delivered again",
      "consumer"),
  REDELIVERED(
      "router_jetstream_redelivered_messages_total",
      Kind.COUNTER,
      "Messages that were delivered again",
      "consumer"),
  REDELIVERIES_ALIAS("router_redelivery_total", Kind.COUNTER, "Messages that were delivered again"),
  REDELIVERY_BACKOFF(
      "router_jetstream_redelivery_backoff_ms",
      Kind.GAUGE,
      "How long the message that was refused last waits until it comes again, in milliseconds",
      "consumer"),
  DELIVERIES_EXHAUSTED(
      "router_jetstream_maxdeliver_exhausted_total",
      Kind.COUNTER,
      "Messages that were delivered for the last time in vain",
      "consumer"),
  DEAD_LETTERS(
      "router_dlq_total",
      Kind.COUNTER,
      "Messages that were kept as dead letters",
      "subject",
      "reason"),
  INTAKE_DEAD_LETTERS(
      "router_intake_dlq_messages_total",
      Kind.COUNTER,
      "Messages that were kept as dead letters",
      "subject",
      "reason"),
  DEAD_LETTERS_FAILED(
      "router_intake_dlq_publish_failed_total",
      Kind.COUNTER,
      "Dead letters that could not be kept",
      "subject"),
  IDEMPOTENCY_HITS(
      "router_idempotency_hit_total",
      Kind.COUNTER,
      "Messages that had been handled before",
      "key_type"),
  IDEMPOTENCY_MISSES(
      "router_idempotency_miss_total", Kind.COUNTER, "Messages that were new", "key_type"),
  IDEM_HITS("router_idem_hits_total", Kind.COUNTER, "Messages that had been handled before"),
  IDEM_MISSES("router_idem_miss_total", Kind.COUNTER, "Messages that were new"),
  BACKPRESSURE_ACTIVE(
      "router_intake_backpressure_active",
      Kind.GAUGE,
      "1 while requests are refused because of the load, else 0",
      "subject"),
  BACKPRESSURE_STATUS(
      "router_intake_backpressure_status",
      Kind.GAUGE,
      "1 for the status that the load has, 0 for the others",
      "subject",
      "status"),
  PENDING(
      "router_jetstream_pending_messages",
      Kind.GAUGE,
      "Messages that wait to be handled",
      "subject"),
  IN_FLIGHT(
      "router_intake_inflight_messages", Kind.GAUGE, "Messages that are being handled", "subject"),
  IN_FLIGHT_MAX(
      "router_intake_inflight_messages_max",
      Kind.GAUGE,
      "The most messages that were being handled at once",
      "subject"),
  P95_CALCULATIONS(
      "router_intake_p95_calculation_total",
      Kind.COUNTER,
      "Times that the 95th percentile was worked out to judge the load",
      "subject"),
  STREAM_QUERIES(
      "router_intake_jetstream_query_total",
      Kind.COUNTER,
      "Questions which stream holds the subject of requests",
      "subject",
      "status"),
  BACKPRESSURE_EVENTS(
      "router_backpressure_events_total",
      Kind.COUNTER,
      "Changes of the status of the load",
      "subject",
      "event_type"),
  BACKPRESSURE_TRIGGERED(
      "router_intake_backpressure_triggered_total",
      Kind.COUNTER,
      "Times that the load began to refuse requests",
      "subject"),
  BACKPRESSURE_RECOVERY(
      "router_backpressure_recovery_total",
      Kind.COUNTER,
      "Times that the load fell to normal",
      "subject"),
  WORKER_HEARTBEATS(
      "router_worker_heartbeats_total", Kind.COUNTER, "Heartbeats of workers", "status"),
  WORKER_DEAD_LETTERS(
      "router_worker_dead_letters_total",
      Kind.COUNTER,
      "Messages that workers could not read or send",
      "reason"),
  ABUSE_EMPTY(
      "router_abuse_empty_payload_total",
      Kind.COUNTER,
      "Suspicions of a tenant that sends empty payloads",
      "tenant_id"),
  ABUSE_HEAVY(
      "router_abuse_heavy_payload_total",
      Kind.COUNTER,
      "Suspicions of a tenant that sends heavy payloads",
      "tenant_id"),
  ABUSE_TARGETED(
      "router_abuse_targeted_tenant_total",
      Kind.COUNTER,
      "Suspicions that a tenant is a target",
      "tenant_id"),
  AUDIT_RECORDS(
      "router_audit_records_total", Kind.COUNTER, "Audit records that are in the audit sink"),
  AUDIT_LOST(
      "router_audit_lost_total",
      Kind.COUNTER,
      "Audit records that found no place, as the chain says, too");

  private final String metricName;
  private final Kind kind;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> labels;

  FlowMetric(String metricName, Kind kind, String description, String... labels) {
    this.metricName = metricName;
    this.kind = kind;
    this.description = description;
    this.labels = List.of(labels);
  }

  @Override
  public String metricName() {
    return metricName;
  }

  @Override
  public Kind kind() {
    return kind;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public List<String> labels() {
    return labels;
  }
}
