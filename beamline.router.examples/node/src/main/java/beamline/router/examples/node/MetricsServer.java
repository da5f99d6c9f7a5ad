package beamline.router.examples.node;

import beamline.router.api.admin.Health;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Shows metrics and health over HTTP: {@code /metrics}, {@code /_metrics} for the gateway, {@code
 * /_health} to know whether the process lives, {@code /_readyz} whether it is ready for work, and
 * {@code /health} with all parts. Whoever takes too long is hung up on.
 */
final class MetricsServer implements AutoCloseable {
  private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";
  private static final Set<String> METHODS = Set.of("GET", "HEAD");
  private static final int BACKLOG = 64;

  /** Each may hold a thread until it is hung up on, so that nobody waits for who is slow. */
  private static final int MOST_CONNECTIONS = 64;

  private static final int IDLE_SECONDS = 30;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int BAD_METHOD = 405;
  private static final int UNAVAILABLE = 503;

  private final HttpServer server;
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          MOST_CONNECTIONS,
          MOST_CONNECTIONS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          Daemons.named("beamline-node-metrics"));

  private volatile boolean stopping;

  /** Listens on this address; its port is 0 for any that is free. */
  MetricsServer(
      InetSocketAddress address, PrometheusMeterRegistry registry, Supplier<Health> health)
      throws IOException {
    bound();
    server = HttpServer.create(address, BACKLOG);
    executor.allowCoreThreadTimeOut(true);
    server.setExecutor(executor);
    serve("/metrics", () -> new Page(OK, METRICS, registry.scrape()));
    serve("/_metrics", () -> new Page(OK, METRICS, GatewayMetrics.of(registry.scrape())));
    serve("/health", () -> health(health.get()));
    // A process that can say how it is lives: nothing that it complains of goes by its restart.
    serve("/_health", () -> new Page(OK, JSON, HealthJson.checks(health.get(), Instant.now())));
    serve("/_readyz", () -> readiness(health.get()));
    serve("/", () -> new Page(NOT_FOUND, JSON, "{\"error\":\"not found\"}\n"));
    server.start();
  }

  /** The server of the JDK takes its bounds, in seconds and in connections, from there only. */
  private static void bound() {
    System.setProperty("sun.net.httpserver.maxReqTime", "10");
    System.setProperty("sun.net.httpserver.maxRspTime", "30");
    System.setProperty("jdk.httpserver.maxConnections", String.valueOf(MOST_CONNECTIONS));
  }

  /** The port that it listens on. */
  int port() {
    return server.getAddress().getPort();
  }

  /** The node was told to stop: no more work is to come. */
  void stopping() {
    stopping = true;
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

  private Page readiness(Health health) {
    if (stopping) {
      return new Page(UNAVAILABLE, TEXT, "unready\nnode: told to stop\n");
    }
    if (health.ready()) {
      return new Page(OK, TEXT, "ready\n");
    }
    StringBuilder reasons = new StringBuilder("unready\n");
    for (Health.Component part : health.unready()) {
      reasons.append(part.name()).append(": ").append(part.detail()).append('\n');
    }
    return new Page(UNAVAILABLE, TEXT, reasons.toString());
  }

  private void serve(String path, Supplier<Page> pages) {
    server.createContext(
        path,
        exchange -> {
          try (exchange) {
            boolean exact = path.equals("/") || exchange.getRequestURI().getPath().equals(path);
            if (!METHODS.contains(exchange.getRequestMethod())) {
              exchange.getResponseHeaders().set("Allow", "GET, HEAD");
              send(exchange, new Page(BAD_METHOD, JSON, "{\"error\":\"only GET and HEAD\"}\n"));
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
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", String.valueOf(body.length));
      exchange.sendResponseHeaders(page.status(), -1);
    } else {
      exchange.sendResponseHeaders(page.status(), body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private record Page(int status, String type, String body) {}
}
