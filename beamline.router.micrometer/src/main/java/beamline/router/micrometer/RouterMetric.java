package beamline.router.micrometer;

import java.util.List;

/** The metrics of decisions, policies, breakers and extensions. */
public enum RouterMetric implements Metric {
  /** Decisions by reason. */
  POLICY_DECISIONS(
      "router_policy_decisions_total",
      Kind.COUNTER,
      "Requests that got a provider",
      "tenant_id",
      "policy_id",
      "reason"),
  /** Latency of every decision and refusal. Labelled, so that tenants do not contend for it. */
  DECIDE_LATENCY(
      "router_decide_latency_ms",
      Kind.HISTOGRAM,
      "How long it took to decide or refuse a request, in milliseconds; tenant and policy are"
          + " 'none' when no policy was found",
      "tenant_id",
      "policy_id"),
  /** Latency of decisions by reason. */
  POLICY_DECISION_LATENCY(
      "router_policy_decision_latency_ms",
      Kind.SUMMARY,
      "How long it took to decide for a reason, in milliseconds",
      "tenant_id",
      "policy_id",
      "reason"),
  /** Refusals by error code. */
  DECIDE_REJECTIONS(
      "router_decide_rejected_total",
      Kind.COUNTER,
      "Requests that were refused; tenant and policy are 'none' when no policy was found",
      "tenant_id",
      "policy_id",
      "reason"),
  /** Decisions that a fallback made. */
  FALLBACK_ACTIVATION(
      "router_fallback_activation_total",
      Kind.COUNTER,
      "Decisions by a fallback rule or a breaker fallback",
      "tenant_id",
      "policy_id"),
  /** Sessions whose pin was used. */
  STICKY_HITS(
      "router_sticky_hits_total",
      Kind.COUNTER,
      "Sessions with a pinned provider that can be used",
      "tenant_id"),
  /** Sessions without a usable pin. */
  STICKY_MISSES(
      "router_sticky_miss_total",
      Kind.COUNTER,
      "Sessions without a pinned provider that can be used",
      "tenant_id"),
  /** Limits that let a request pass. */
  RATE_LIMIT_ALLOWED(
      "router_rate_limit_allowed_total",
      Kind.COUNTER,
      "Limits that let a request pass",
      "scope",
      "tenant_id"),
  /** Limits that stopped a request. */
  RATE_LIMIT_EXCEEDED(
      "router_rate_limit_exceeded_total",
      Kind.COUNTER,
      "Limits that stopped a request",
      "scope",
      "tenant_id"),
  /** Tenants that the intake let through. */
  ACL_ALLOWED("router_acl_allowed_total", Kind.COUNTER, "Requests whose tenant is allowed"),
  /** Tenants that the intake stopped. */
  ACL_DENIED("router_acl_denied_total", Kind.COUNTER, "Requests whose tenant is not allowed"),
  /** Executions that a breaker took note of. */
  BREAKER_EVENTS(
      "router_circuit_breaker_events_total",
      Kind.COUNTER,
      "Executions that a breaker took note of, and calls that it kept away",
      "tenant_id",
      "provider_id",
      "event_type"),
  /** Where breakers stand. */
  BREAKER_STATE(
      "router_circuit_breaker_state",
      Kind.GAUGE,
      "The code of the state (closed 0, open 1, half_open 2) while a breaker of these labels is in"
          + " it, else 0",
      "tenant_id",
      "provider_id",
      "state"),
  /** Changes of a breaker's state. */
  BREAKER_TRANSITIONS(
      "router_circuit_breaker_state_transitions_total",
      Kind.COUNTER,
      "Changes of a breaker's state",
      "tenant_id",
      "provider_id",
      "from",
      "to"),
  /** Why breakers opened. */
  BREAKER_TRIGGER_REASON(
      "router_circuit_breaker_trigger_reason",
      Kind.COUNTER,
      "Why breakers opened; Prometheus appends _total",
      "tenant_id",
      "provider_id",
      "reason"),
  /** Breakers that began to probe. */
  BREAKER_TIMEOUT_TRANSITIONS(
      "router_circuit_breaker_timeout_transitions_total",
      Kind.COUNTER,
      "Open breakers whose timeout has passed, so that they probe",
      "tenant_id",
      "provider_id",
      "transition_type"),
  /** When a breaker last changed. */
  BREAKER_LAST_TRANSITION(
      "router_circuit_breaker_last_transition_timestamp",
      Kind.GAUGE,
      "When a breaker last changed its state, in seconds since the epoch",
      "tenant_id",
      "provider_id"),
  /** Share of failures in a breaker's window. */
  BREAKER_ERROR_RATE(
      "router_circuit_breaker_error_rate",
      Kind.GAUGE,
      "Share of failures, 0 to 1, in the window of the breaker that took note last",
      "tenant_id",
      "provider_id"),
  /** Calls in a breaker's window. */
  BREAKER_WINDOW_REQUESTS(
      "router_circuit_breaker_window_requests_total",
      Kind.WINDOW,
      "Calls in the window of the breaker that took note last; falls as the window moves",
      "tenant_id",
      "provider_id"),
  /** Failures in a breaker's window. */
  BREAKER_WINDOW_FAILURES(
      "router_circuit_breaker_window_failures_total",
      Kind.WINDOW,
      "Failures in the window of the breaker that took note last; falls as the window moves",
      "tenant_id",
      "provider_id"),
  /** Policies read from a store. */
  POLICY_LOADS(
      "policy_loads_total",
      Kind.COUNTER,
      "Policies that were read from a store",
      "tenant_id",
      "source"),
  /** Policies that could not be used. */
  POLICY_LOAD_FAILURES(
      "policy_load_failures_total",
      Kind.COUNTER,
      "Policies that were read from a store and have problems, so that they are not used",
      "tenant_id",
      "source"),
  /** How long reading a policy took. */
  POLICY_LOAD_TIME(
      "router_policy_store_load_time_ms",
      Kind.HISTOGRAM,
      "How long it took to read and compile a policy, in milliseconds",
      "tenant_id",
      "policy_id"),
  /** Policies found in memory. */
  POLICY_CACHE_HITS(
      "router_policy_store_cache_hits_total", Kind.COUNTER, "Policies that were found in memory"),
  /** Policies not found in memory. */
  POLICY_CACHE_MISSES(
      "router_policy_store_cache_misses_total",
      Kind.COUNTER,
      "Policies that were asked for and are not in memory"),
  /** How many policies are in memory. */
  POLICY_STORE_SIZE("router_policy_store_size", Kind.GAUGE, "Compiled policies in memory"),
  /** Calls of extensions. */
  EXTENSION_EXECUTIONS(
      "router_extension_execution_total",
      Kind.COUNTER,
      "Calls of extensions",
      "extension_id",
      "extension_type",
      "status",
      "tenant_id",
      "policy_id"),
  /** How long extensions took. */
  EXTENSION_LATENCY(
      "router_extension_execution_latency_ms",
      Kind.HISTOGRAM,
      "How long extensions took, in milliseconds",
      "extension_id",
      "extension_type",
      "tenant_id",
      "policy_id");

  private final String metricName;
  private final Kind kind;
  private final String description;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> labels;

  RouterMetric(String metricName, Kind kind, String description, String... labels) {
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
