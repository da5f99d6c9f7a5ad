package beamline.router.micrometer;

import static beamline.router.micrometer.Metric.Row.counter;
import static beamline.router.micrometer.Metric.Row.gauge;
import static beamline.router.micrometer.Metric.Row.histogram;
import static beamline.router.micrometer.Metric.Row.window;

/** The metrics of extensions: their calls, and the registry. */
public enum ExtensionMetric implements Metric {
  EXTENSION_EXECUTIONS(
      counter(
          "router_extension_execution_total",
          "Calls of extensions",
          "extension_id",
          "extension_type",
          "status",
          "tenant_id",
          "policy_id")),
  EXTENSION_LATENCY(
      histogram(
          "router_extension_execution_latency_ms",
          "How long extensions took, in milliseconds",
          "extension_id",
          "extension_type",
          "tenant_id",
          "policy_id")),
  INVOCATIONS(
      counter(
          "router_extension_invocation_total", "Calls of extensions", "extension_id", "status")),
  INVOCATION_LATENCY(
      histogram(
          "router_extension_invocation_latency_ms",
          "How long extensions took, retries included, in milliseconds",
          "extension_id")),
  RETRIES(
      counter(
          "router_extension_retries_total",
          "Calls that were tried again after a time-out",
          "extension_id")),
  SUCCESS_RATE(
      gauge(
          "router_extension_health_success_rate",
          "Share of the last calls, 0 to 1, that the extension answered, if only with a refusal",
          "extension_id")),
  LATENCY_P95(
      gauge(
          "router_extension_health_latency_p95_ms",
          "95th percentile of how long the last calls took, in milliseconds",
          "extension_id")),
  EXTENSION_BREAKER_STATE(
      gauge(
          "router_extension_circuit_breaker_state",
          "0 while the breaker is closed, 1 while it is open, 2 while it is half-open",
          "extension_id")),
  EXTENSION_BREAKER_OPENED(
      counter(
          "router_extension_circuit_breaker_opened_total",
          "Times that the breaker opened",
          "extension_id")),
  VERSION_CALLS(
      counter(
          "router_extension_version_invocation_total",
          "Calls that a registered version served",
          "extension_id",
          "version")),
  INSTANCE_CALLS(
      counter(
          "router_extension_load_balancer_selection_total",
          "Attempts that were sent to an instance",
          "extension_id",
          "instance_id")),
  INSTANCE_HEALTH(
      gauge(
          "router_extension_instance_health",
          "1 while an instance does well, 0 while calls are kept away from it",
          "extension_id",
          "instance_id")),
  REGISTRY_SYNCS(
      counter(
          "router_extension_registry_sync_total",
          "Readings of the registered extensions",
          "status")),
  REGISTERED(
      window(
          "router_extension_registry_extensions_total",
          "Extensions that are registered; falls when one is removed"));

  @SuppressWarnings("ImmutableEnumChecker") // its list is made by List.of
  private final Row row;

  ExtensionMetric(Row row) {
    this.row = row;
  }

  @Override
  public Row row() {
    return row;
  }
}
