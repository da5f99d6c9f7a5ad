package beamline.router.examples.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.admin.Health;
import beamline.router.api.admin.Health.Component;
import beamline.router.api.admin.Health.Status;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsServerTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private volatile Health health = Health.of(List.of());
  private MetricsServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        new MetricsServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), registry, () -> health);
  }

  @AfterEach
  void end() {
    server.close();
  }

  @Test
  void countersAreShownAsPrometheusReadsThem() throws Exception {
    registry.counter("assignments_published_total").increment();
    Page page = get("/metrics");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.type()).startsWith("text/plain");
    assertThat(page.body()).contains("assignments_published_total 1.0");
  }

  @Test
  void aNodeThatIsToldToStopIsNotReady() throws Exception {
    assertThat(get("/_readyz").body()).isEqualTo("ready\n");
    server.stopping();
    assertThat(get("/_readyz").status()).isEqualTo(503);
    assertThat(get("/_readyz").body()).isEqualTo("unready\nnode: told to stop\n");
    assertThat(get("/_health").status()).isEqualTo(200);
  }

  @Test
  void whoIsSlowToAskHoldsUpNobody() throws Exception {
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        slow.add(socket);
        socket.getOutputStream().write('G');
      }
      assertThat(get("/_health").status()).isEqualTo(200);
      for (Socket socket : slow) {
        socket.getOutputStream().write("ET /_health HTTP/1.0\r\n\r\n".getBytes(US_ASCII));
        assertThat(socket.getInputStream().read()).as("it is still served").isEqualTo('H');
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void aNodeThatIsDownFailsItsProbe() throws Exception {
    health = Health.of(List.of(new Component("intake", Status.DEGRADED, "\"slow\"")));
    assertThat(get("/health").status()).isEqualTo(200);
    assertThat(get("/health").body())
        .isEqualToIgnoringNewLines(
            "{\"status\":\"DEGRADED\",\"components\":[{\"name\":\"intake\",\"status\":\"DEGRADED\","
                + "\"detail\":\"\\\"slow\\\"\"}]}");
    health = Health.of(List.of(new Component("streams", Status.DOWN, "cannot start")));
    assertThat(get("/health").status()).isEqualTo(503);
  }

  @Test
  void aProcessThatAnswersLivesHoweverBadlyItDoes() throws Exception {
    health =
        Health.of(
            List.of(
                new Component("policies", Status.UP, "1 policies in force"),
                new Component("transport", Status.DOWN, "no \"server\"")));
    Page page = get("/_health");
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.type()).isEqualTo("application/json");
    assertThat(page.body())
        .matches(
            "\\{\"status\":\"unhealthy\",\"timestamp\":\"[0-9TZ:.-]+\",\"checks\":\\{"
                + "\"policies\":\\{\"status\":\"healthy\",\"message\":\"1 policies in force\"},"
                + "\"transport\":\\{\"status\":\"unhealthy\",\"message\":\"no ..server..\"}}}\n");
    health = Health.of(List.of(new Component("intake", Status.DEGRADED, "overloaded")));
    assertThat(get("/_health").body()).startsWith("{\"status\":\"degraded\"");
  }

  @Test
  void whoIsNotReadySaysWhy() throws Exception {
    assertThat(get("/_readyz").body()).isEqualTo("ready\n");
    Component away = new Component("transport", Status.DEGRADED, "reconnecting");
    health = Health.of(List.of(away, new Component("audit", Status.DEGRADED, "slow")));
    assertThat(get("/_readyz").status()).isEqualTo(200);
    health = Health.of(List.of(away.ready(false), new Component("audit", Status.UP, "")));
    Page page = get("/_readyz");
    assertThat(page.status()).isEqualTo(503);
    assertThat(page.body()).isEqualTo("unready\ntransport: reconnecting\n");
  }

  @Test
  void whoAsksForTheHeadOnlyGetsNoMore() throws Exception {
    for (String path : List.of("/metrics", "/_metrics", "/health", "/_health", "/_readyz")) {
      Page page = ask("HEAD", path);
      assertThat(page.status()).as(path).isEqualTo(200);
      assertThat(page.type()).as(path).isEqualTo(get(path).type());
      assertThat(page.body()).as(path).isEmpty();
    }
    health = Health.of(List.of(new Component("streams", Status.DOWN, "cannot start")));
    assertThat(ask("HEAD", "/_readyz").status()).isEqualTo(503);
  }

  @Test
  void nothingElseIsServed() throws Exception {
    assertThat(get("/").status()).isEqualTo(404);
    assertThat(get("/metrics/more").status()).isEqualTo(404);
    assertThat(ask("POST", "/metrics").status()).isEqualTo(405);
  }

  @Test
  void theGatewaySeesWarningsOnlyWhileThereAreSome() {
    String calm =
        """
        router_intake_backpressure_active{subject="s"} 0.0
        router_intake_backpressure_status{status="inactive"} 1.0
        router_intake_backpressure_status{status="warning"} 0.0
        router_jetstream_pending_messages{consumer="c"} 0.0
        router_intake_processing_latency_p95{subject="s"} 3.0
        """;
    assertThat(GatewayMetrics.of(calm))
        .isEqualToIgnoringNewLines("router_intake_backpressure_active{subject=\"s\"} 0.0");
    String strained = calm.replace("\"warning\"} 0.0", "\"warning\"} 1.0");
    assertThat(GatewayMetrics.of(strained))
        .contains("router_jetstream_pending_messages", "router_intake_processing_latency_p95");
  }

  private Page get(String path) throws IOException {
    return ask("GET", path);
  }

  private Page ask(String method, String path) throws IOException {
    URI uri = URI.create("http://localhost:" + server.port() + path);
    HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
    connection.setRequestMethod(method);
    int status = connection.getResponseCode();
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      String body = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return new Page(status, connection.getContentType(), body);
    }
  }

  private record Page(int status, String type, String body) {}
}
