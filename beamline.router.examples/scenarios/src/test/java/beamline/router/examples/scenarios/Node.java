package beamline.router.examples.scenarios;

import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.Health;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.micrometer.MicrometerTelemetry;
import beamline.router.testkit.Eventually;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A router on a bus, with what an operator sees of it: the text that Prometheus scrapes. */
final class Node implements AutoCloseable {
  static final List<String> TENANTS = List.of("acme", "tenant-a", "tenant-b", "tenant-c");
  static final String POLICY =
      "{\"version\":\"1.0\",\"providers\":[{\"name\":\"gpu\",\"weight\":100}]}";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MicrometerTelemetry telemetry =
      MicrometerTelemetry.builder(registry).tenantLabels(Set.copyOf(TENANTS)).build();
  private final RouterEngine router;

  private Node(Bus bus, Map<String, String> settings) {
    RouterConfig config = RouterConfig.defaults().with("policy-store", "memory");
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      config = config.with(setting.getKey(), setting.getValue());
    }
    router = bus.attach(RouterEngine.builder(), config).with(telemetry).build();
    for (String tenant : TENANTS) {
      PolicyDocument unused = router.policies().put(PolicyDocument.of(tenant, "default", POLICY));
    }
    router.start();
    Eventually.eventually(
        () -> "the router is up: " + router.health(),
        () -> router.health().status() == Health.Status.UP);
  }

  /** Starts one, with the guide's defaults but for these settings: key, value, key, value. */
  static Node start(Bus bus, String... settings) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      map.put(settings[i], settings[i + 1]);
    }
    return new Node(bus, map);
  }

  RouterEngine router() {
    return router;
  }

  /** What Prometheus would scrape now. */
  String text() {
    return registry.scrape();
  }

  /**
   * The value of a sample, such as {@code assignments_blocked_total{tenant_id="acme"}}; 0 if none.
   */
  double sample(String name) {
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  /** The sum of all samples of a metric, whatever their labels. */
  double total(String metric) {
    return registry
        .scrape()
        .lines()
        .filter(line -> line.startsWith(metric + " ") || line.startsWith(metric + "{"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** Waits until a metric has this total. */
  void eventually(String metric, double expected) {
    Eventually.eventually(
        () -> metric + " is " + expected + " but " + total(metric),
        () -> total(metric) == expected);
  }

  @Override
  public void close() {
    router.close();
    telemetry.close();
  }
}
