package beamline.router.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** With {@code -Ddocs.write=true} the page is written; in any case it must be up to date. */
class MetricsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "metrics.md");

  /** The names that the routing contract has beside those of the table. */
  private static final String NOT_EMITTED =
      """
      ## Not emitted, and why

      Names that documents, alert rules or dashboards of the routing contract use, and that this router has no truth for.

      | Metric | Why not, and what to use |
      |---|---|
      | `router_policy_application_latency_ms` | A policy is applied by deciding: `router_decide_latency_ms` is that time. It is not measured twice. |
      | `router_policy_store_lookup_latency_ms` | Policies are looked up in memory in some ten nanoseconds; measuring would take longer. Reading the store is `router_policy_store_load_time_ms`. |
      | `router_policy_store_memory_bytes`, `router_memory_usage_bytes`, `router_process_count`, `router_ets_table_size` | Memory and threads are the host's: it binds Micrometer's own JVM metrics. |
      | `router_gateway_backpressure_notification_total`, `router_gateway_endpoint_registered_total`, `router_gateway_endpoint_unregistered_total` | Gateways ask for the load; none registers and none is notified. |
      | `router_grpc_connection_tracked_total` | Connections are those of the host's own server. |
      | `router_span_duration_seconds`, `router_error_total` | Spans go to OpenTelemetry; a collector makes metrics of them (its span metrics connector). |
      | `router_fault_rate`, `router_faults_total`, `router_r11_*`, `router_r12_*`, `router_connection_pool_*`, `router_cpu_profiling_*`, `router_network_*` | Tools of another implementation's tests. |
      | `router_admin_cp_status`, `router_cp_state_errors_total`, `router_cp_state_fallback_total` | No feature here is gated by a checkpoint. |
      | `gateway_*`, `worker_*` | The gateways and the workers have metrics of their own. |
      """;

  @Test
  void thePageOfMetricsIsUpToDate() throws IOException {
    String page = page();
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE)
        .as(
            "run: ./mvnw -q test -pl beamline.router.micrometer -am -Dtest=MetricsPageTest"
                + " -Ddocs.write=true -Dsurefire.failIfNoSpecifiedTests=false")
        .content()
        .isEqualTo(page);
  }

  private static String page() {
    return """
        # Metrics

        Generated from the tables in `beamline.router.micrometer`; do not edit. The names are those that Prometheus shows.

        No label carries an id of a request, session, worker or user. A tenant appears under its name only when it is on the
        allow-list (`telemetry.micrometer.tenant-label-allowlist`); everything beyond a label's maximum is `other`. The counters
        without labels are there from the start with 0, so that alert rules can divide one by the other.

        """
        + table("Decisions and policies", DecisionMetric.values())
        + table("Breakers of providers", BreakerMetric.values())
        + table("Extensions", ExtensionMetric.values())
        + table("Calls over gRPC and HTTP", CallMetric.values())
        + table("Decide requests over the bus", IntakeMetric.values())
        + table("Assignments", AssignmentMetric.values())
        + table("Results, acknowledgements, usage, workers", ResultMetric.values())
        + table("Deliveries, dead letters, idempotency", DeliveryMetric.values())
        + table("Health and audit log", NodeMetric.values())
        + table("Connection to the message bus", TransportMetric.values())
        + NOT_EMITTED;
  }

  private static String table(String title, Metric[] metrics) {
    return Arrays.stream(metrics)
        .map(MetricsPageTest::row)
        .collect(
            Collectors.joining(
                "\n",
                "## "
                    + title
                    + "\n\n| Metric | Kind | Labels | What it tells |\n|---|---|---|---|\n",
                "\n\n"));
  }

  private static String row(Metric metric) {
    boolean complete =
        metric.kind() != Metric.Kind.COUNTER || metric.metricName().endsWith("_total");
    String kind =
        switch (metric.kind()) {
          case ALIAS -> "counter";
          case FINE_HISTOGRAM -> "histogram";
          default -> metric.kind().name().toLowerCase(Locale.ROOT);
        };
    String labels =
        metric.labels().stream().map(it -> "`" + it + "`").collect(Collectors.joining(", "));
    return "| `%s%s` | %s | %s | %s |"
        .formatted(
            metric.metricName(), complete ? "" : "_total", kind, labels, metric.description());
  }
}
