package beamline.router.examples.node;

import beamline.router.api.admin.Health;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Shows metrics and health on the loopback interface, where an agent or a sidecar reads them:
 * {@code /metrics}, {@code /_metrics} for the gateway and {@code /health}.
 */
final class MetricsServer implements AutoCloseable {
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String JSON = "application/json";
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int BAD_METHOD = 405;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  private final ExecutorService executor =
      Executors.newFixedThreadPool(2, Daemons.named("beamline-node-metrics"));

  /** Listens on this port, 0 for any that is free. */
  MetricsServer(int port, PrometheusMeterRegistry registry, Supplier<Health> health)
      throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(executor);
    serve("/metrics", () -> new Page(OK, METRICS, registry.scrape()));
    serve("/_metrics", () -> new Page(OK, METRICS, GatewayMetrics.of(registry.scrape())));
    serve("/health", () -> health(health.get()));
    serve("/", () -> new Page(NOT_FOUND, JSON, "{\"error\":\"not found\"}\n"));
    server.start();
  }

  /** The port that it listens on. */
  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private static Page health(Health health) {
    int status = health.status() == Health.Status.DOWN ? UNAVAILABLE : OK;
    return new Page(status, JSON, HealthJson.of(health));
  }

  private void serve(String path, Supplier<Page> pages) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            boolean exact = path.equals("/") || exchange.getRequestURI().getPath().equals(path);
            if (!exchange.getRequestMethod().equals("GET")) {
              send(exchange, new Page(BAD_METHOD, JSON, "{\"error\":\"only GET\"}\n"));
            } else if (!exact) {
              send(exchange, new Page(NOT_FOUND, JSON, "{\"error\":\"not found\"}\n"));
            } else {
              send(exchange, pages.get());
            }
          }
        });
  }

  private static void send(HttpExchange exchange, Page page) throws IOException {
    byte[] body = page.body().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", page.type());
    exchange.sendResponseHeaders(page.status(), body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private record Page(int status, String type, String body) {}
}
