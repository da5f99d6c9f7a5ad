package beamline.router.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.DecisionReason;
import beamline.router.api.ErrorCode;
import beamline.router.spi.BreakerState;
import beamline.router.spi.LimitKey;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetricTest {

  @ParameterizedTest
  @MethodSource("all")
  void everyMetricMovesWhenItsEventHappens(Metric metric) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    MicrometerTelemetry telemetry = bind(registry);

    double before = sum(registry, metric);
    happen(metric, telemetry);

    assertThat(sum(registry, metric)).as(metric.metricName()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyMetricHasTheLabelsOfTheTable(Metric metric) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    happen(metric, bind(registry));

    assertThat(registry.find(metric.metricName()).meters())
        .isNotEmpty()
        .allSatisfy(
            meter ->
                assertThat(meter.getId().getTags())
                    .extracting(Tag::getKey)
                    .containsExactlyInAnyOrderElementsOf(metric.labels()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void prometheusExposesEveryMetricUnderTheNameOfTheContract(Metric metric) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    happen(metric, bind(registry));

    boolean complete =
        metric.kind() != Metric.Kind.COUNTER || metric.metricName().endsWith("_total");
    String name = complete ? metric.metricName() : metric.metricName() + "_total";
    String sample =
        switch (metric.kind()) {
          case HISTOGRAM -> name + "_bucket";
          case SUMMARY -> name + "_sum";
          default -> name;
        };
    assertThat(registry.scrape().lines())
        .as(registry.scrape())
        .anyMatch(line -> line.startsWith(sample + "{") || line.startsWith(sample + " "))
        .anyMatch(line -> line.startsWith("# TYPE " + name + " " + type(metric)));
  }

  @Test
  void nothingIsRegisteredThatIsNotInTheTable() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    MicrometerTelemetry telemetry =
        MicrometerTelemetry.builder(registry).tenantLabels(Set.of("acme")).buckets(false).build();
    Set<String> table = Set.copyOf(names());
    for (Metric metric : all()) {
      happen(metric, telemetry);
    }

    assertThat(registry.getMeters())
        .extracting(meter -> meter.getId().getName())
        .allMatch(table::contains);
  }

  static List<Metric> all() {
    return Stream.<Metric[]>of(RouterMetric.values(), FlowMetric.values(), TransportMetric.values())
        .flatMap(Stream::of)
        .toList();
  }

  private static void happen(Metric metric, MicrometerTelemetry telemetry) {
    if (metric instanceof RouterMetric decision) {
      happen(decision, telemetry);
    } else if (metric instanceof FlowMetric flow) {
      MetricEvents.happen(flow, telemetry.flows());
    } else if (metric == TransportMetric.MESSAGES_DROPPED) {
      telemetry.messageDropped("caf.status.>");
    } else if (metric instanceof TransportMetric transport) {
      MetricEvents.happen(transport, telemetry.transport());
    }
  }

  private static void happen(RouterMetric metric, MicrometerTelemetry telemetry) {
    switch (metric) {
      case POLICY_DECISIONS, DECIDE_LATENCY, POLICY_DECISION_LATENCY ->
          telemetry.policy("acme", "default").decided(DecisionReason.WEIGHTED, 1_500);
      case DECIDE_REJECTIONS ->
          telemetry.policy("acme", "default").refused(ErrorCode.NO_PROVIDER_AVAILABLE, 1_500);
      case FALLBACK_ACTIVATION ->
          telemetry.policy("acme", "default").decided(DecisionReason.FALLBACK, 1_500);
      case STICKY_HITS -> telemetry.policy("acme", "default").sticky(true);
      case STICKY_MISSES -> telemetry.policy("acme", "default").sticky(false);
      case RATE_LIMIT_ALLOWED ->
          telemetry.policy("acme", "default").limited(LimitKey.Scope.TENANT, true);
      case RATE_LIMIT_EXCEEDED ->
          telemetry.policy("acme", "default").limited(LimitKey.Scope.USER, false);
      case ACL_ALLOWED -> telemetry.tenantChecked(true);
      case ACL_DENIED -> telemetry.tenantChecked(false);
      case BREAKER_EVENTS, BREAKER_ERROR_RATE, BREAKER_WINDOW_REQUESTS, BREAKER_WINDOW_FAILURES ->
          telemetry.breakerRecorded("acme", "gpu", "failure", 10, 4);
      case BREAKER_STATE, BREAKER_TRANSITIONS, BREAKER_TRIGGER_REASON, BREAKER_LAST_TRANSITION ->
          telemetry.breakerChanged(
              "acme", "gpu", BreakerState.CLOSED, BreakerState.OPEN, "error_rate_exceeded");
      case BREAKER_TIMEOUT_TRANSITIONS ->
          telemetry.breakerChanged(
              "acme", "gpu", BreakerState.OPEN, BreakerState.HALF_OPEN, "timeout_elapsed");
      case POLICY_LOADS, POLICY_LOAD_TIME ->
          telemetry.policyLoaded("acme", "default", "file", true, 2_000_000);
      case POLICY_LOAD_FAILURES ->
          telemetry.policyLoaded("acme", "default", "file", false, 2_000_000);
      case POLICY_CACHE_HITS -> telemetry.policyLookup(true);
      case POLICY_CACHE_MISSES -> telemetry.policyLookup(false);
      case POLICY_STORE_SIZE -> telemetry.policiesHeld(3);
      case EXTENSION_EXECUTIONS, EXTENSION_LATENCY ->
          telemetry.extensionCalled("acme", "default", "pii", "validator", "ok", 2_000_000);
    }
  }

  private static MicrometerTelemetry bind(MeterRegistry registry) {
    return MicrometerTelemetry.builder(registry).tenantLabels(Set.of("acme")).build();
  }

  private static double sum(MeterRegistry registry, Metric metric) {
    return registry.find(metric.metricName()).meters().stream()
        .map(Meter::measure)
        .flatMap(measurements -> StreamSupport.stream(measurements.spliterator(), false))
        .mapToDouble(measurement -> measurement.getValue())
        .sum();
  }

  private static String type(Metric metric) {
    return switch (metric.kind()) {
      case COUNTER, WINDOW -> "counter";
      case GAUGE -> "gauge";
      case HISTOGRAM -> "histogram";
      case SUMMARY -> "summary";
    };
  }

  private static Set<String> names() {
    return all().stream().map(Metric::metricName).collect(Collectors.toSet());
  }
}
