package beamline.router.micrometer;

import static beamline.router.micrometer.Metric.Row.counter;
import static beamline.router.micrometer.Metric.Row.gauge;
import static beamline.router.micrometer.Metric.Row.window;

/** The metrics of the breakers of providers. */
public enum BreakerMetric implements Metric {
  BREAKER_EVENTS(
      counter(
          "router_circuit_breaker_events_total",
          "Executions that a breaker took note of, and calls that it kept away",
          "tenant_id",
          "provider_id",
          "event_type")),
  BREAKER_STATE(
      gauge(
          "router_circuit_breaker_state",
          "The code of the state (closed 0, open 1, half_open 2) while a breaker of these labels is in it, else 0",
          "tenant_id",
          "provider_id",
          "state")),
  BREAKER_TRANSITIONS(
      counter(
          "router_circuit_breaker_state_transitions_total",
          "Changes of a breaker's state",
          "tenant_id",
          "provider_id",
          "from",
          "to")),
  BREAKER_TRIGGER_REASON(
      counter(
          "router_circuit_breaker_trigger_reason",
          "Why breakers opened; Prometheus appends _total",
          "tenant_id",
          "provider_id",
          "reason")),
  BREAKER_TIMEOUT_TRANSITIONS(
      counter(
          "router_circuit_breaker_timeout_transitions_total",
          "Open breakers whose timeout has passed, so that they probe",
          "tenant_id",
          "provider_id",
          "transition_type")),
  BREAKER_LAST_TRANSITION(
      gauge(
          "router_circuit_breaker_last_transition_timestamp",
          "When a breaker last changed its state, in seconds since the epoch",
          "tenant_id",
          "provider_id")),
  BREAKER_ERROR_RATE(
      gauge(
          "router_circuit_breaker_error_rate",
          "Share of failures, 0 to 1, in the window of the breaker that took note last",
          "tenant_id",
          "provider_id")),
  BREAKER_WINDOW_REQUESTS(
      window(
          "router_circuit_breaker_window_requests_total",
          "Calls in the window of the breaker that took note last; falls as the window moves",
          "tenant_id",
          "provider_id")),
  BREAKER_WINDOW_FAILURES(
      window(
          "router_circuit_breaker_window_failures_total",
          "Failures in the window of the breaker that took note last; falls as the window moves",
          "tenant_id",
          "provider_id")),
  BREAKER_TIMEOUT_REMAINING(
      gauge(
          "router_circuit_breaker_timeout_remaining_ms",
          "How long the breaker that opened last lets nothing through yet, in milliseconds; 0 when it does",
          "tenant_id",
          "provider_id"));

  @SuppressWarnings("ImmutableEnumChecker") // its list is made by List.of
  private final Row row;

  BreakerMetric(Row row) {
    this.row = row;
  }

  @Override
  public Row row() {
    return row;
  }
}
