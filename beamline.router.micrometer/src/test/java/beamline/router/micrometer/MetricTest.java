package beamline.router.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetricTest {

  @ParameterizedTest
  @MethodSource("all")
  void prometheusExposesEveryMetricUnderTheNameOfTheContract(Metric metric) {
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    register(metric, new Meters(registry, true));

    boolean complete =
        metric.kind() != Metric.Kind.COUNTER || metric.metricName().endsWith("_total");
    String name = complete ? metric.metricName() : metric.metricName() + "_total";
    String sample =
        switch (metric.kind()) {
          case HISTOGRAM, FINE_HISTOGRAM -> name + "_bucket";
          case SUMMARY -> name + "_sum";
          default -> name;
        };
    assertThat(registry.scrape().lines())
        .contains("# HELP " + name + " " + metric.description())
        .contains("# TYPE " + name + " " + type(metric))
        .anyMatch(line -> line.startsWith(sample + "{") || line.startsWith(sample + " "));
  }

  @Test
  void everyNameIsThereOnce() {
    assertThat(Metric.all()).extracting(Metric::metricName).doesNotHaveDuplicates();
  }

  static List<Metric> all() {
    return Metric.all();
  }

  private static void register(Metric metric, Meters meters) {
    String[] values = metric.labels().toArray(String[]::new);
    switch (metric.kind()) {
      case COUNTER -> meters.counter(metric, values).increment();
      case ALIAS ->
          meters.alias(metric, meters.counter(DecisionMetric.ACL_ALLOWED), Counter::count, values);
      case GAUGE -> meters.gauge(metric, metric, any -> 1, values);
      case WINDOW -> meters.window(metric, metric, any -> 1, values);
      case HISTOGRAM, FINE_HISTOGRAM, SUMMARY -> meters.latency(metric, values).record(1);
    }
  }

  private static String type(Metric metric) {
    return switch (metric.kind()) {
      case COUNTER, ALIAS, WINDOW -> "counter";
      case GAUGE -> "gauge";
      case HISTOGRAM, FINE_HISTOGRAM -> "histogram";
      case SUMMARY -> "summary";
    };
  }
}
