package beamline.router.examples.node;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.Health;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.testkit.server.NatsServer;
import beamline.router.testkit.server.PrometheusServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What probes and alerts tell while the message bus comes, goes, and comes back. */
class ScrapeTest {
  private static final String ALERT = "RouterNatsDisconnected";
  private static final String POLICY =
      "{\"version\":\"1.0\",\"providers\":[{\"name\":\"gpu\",\"weight\":100}]}";

  @TempDir private Path folder;

  @Test
  void aLostBusIsAlertedOfAndEndsReadinessUntilItIsBack() throws Exception {
    try (NatsServer nats = NatsServer.start()) {
      RouterConfig config = config(nats);
      try (Metering metering = Metering.of(config);
          RouterEngine router = RouterEngine.builder().config(config).build()) {
        metering.show(config, router);
        int port = metering.port().orElseThrow();
        router.start();
        eventually("nothing but a policy is missing", () -> policies(port));
        PolicyDocument unused = router.policies().put(PolicyDocument.of("acme", "default", POLICY));
        eventually("it is ready", () -> ready(port));
        try (PrometheusServer prometheus = PrometheusServer.start(scraping(port))) {
          eventually("it is scraped", () -> get(prometheus, "query?query=up").contains("\"1\""));
          assertThat(get(prometheus, "alerts")).doesNotContain(ALERT);

          nats.kill();
          eventually("it is not ready", () -> page(port, "/_readyz").contains("transport: "));
          eventually("the alert fires", () -> fires(prometheus));
          assertThat(page(port, "/_health"))
              .as("reconnecting, or trying for long already")
              .containsPattern("\"transport\":\\{\"status\":\"(degraded|unhealthy)\"");

          nats.restart();
          eventually("it is ready again", () -> ready(port));
          eventually("the alert is over", () -> !get(prometheus, "alerts").contains(ALERT));
        }
        assertThat(router.drain(Duration.ofSeconds(10))).isTrue();
        assertThat(page(port, "/_readyz")).isEqualTo("unready\nengine: draining or closed\n");
      }
    }
  }

  @Test
  void whoFailsOpenIsReadyWithoutTheBus() throws Exception {
    try (NatsServer nats = NatsServer.start()) {
      RouterConfig config = config(nats).with("nats.fail-open", "true");
      try (RouterEngine router = RouterEngine.builder().config(config).build()) {
        PolicyDocument unused = router.policies().put(PolicyDocument.of("acme", "default", POLICY));
        router.start();
        eventually("it serves", () -> router.health().status() == Health.Status.UP);
        assertThat(router.health().ready()).isTrue();
        nats.kill();
        eventually("the bus is away", () -> router.health().status() == Health.Status.DOWN);
        assertThat(router.health().ready()).isTrue();
      }
    }
  }

  private static RouterConfig config(NatsServer nats) {
    return RouterConfig.builder()
        .set("transport", "nats")
        .set("nats.url", nats.url())
        .set("nats.reconnect-delay", "100ms")
        .set("nats.max-reconnect-delay", "200ms")
        .set("policy-store", "memory")
        .set("state-store", "memory")
        .set("telemetry", "micrometer")
        .set("metrics.port", "0")
        .build();
  }

  /** The real rules, but for the times after which they fire. */
  private String scraping(int port) throws IOException {
    Path rules = Path.of("docs/operations/prometheus/beamline-router.rules.yml");
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve(rules))) {
      root = root.getParent();
    }
    String impatient =
        Files.readString(root.resolve(rules)).replaceAll("(?m)^( +for:) \\w+$", "$1 1s");
    Path copy = Files.writeString(folder.resolve("rules.yml"), impatient);
    return """
    global:
      scrape_interval: 500ms
      scrape_timeout: 500ms
      evaluation_interval: 500ms
    rule_files: ['%s']
    scrape_configs:
      - job_name: beamline-router
        static_configs:
          - targets: ['localhost:%d']
    """
        .formatted(copy, port);
  }

  private static boolean policies(int port) {
    return page(port, "/_readyz").equals("unready\npolicies: 0 policies in force\n");
  }

  private static boolean ready(int port) {
    return page(port, "/_readyz").equals("ready\n");
  }

  private static boolean fires(PrometheusServer prometheus) {
    String firing = "ALERTS{alertname=\"" + ALERT + "\",alertstate=\"firing\"}";
    return get(prometheus, "query?query=" + URLEncoder.encode(firing, StandardCharsets.UTF_8))
        .contains(ALERT);
  }

  private static String get(PrometheusServer prometheus, String question) {
    try {
      return prometheus.get("/api/v1/" + question);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String page(int port, String path) {
    try {
      HttpURLConnection connection =
          (HttpURLConnection)
              URI.create("http://localhost:" + port + path).toURL().openConnection();
      try (var in =
          connection.getResponseCode() < 400
              ? connection.getInputStream()
              : connection.getErrorStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
