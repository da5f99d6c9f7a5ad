package beamline.router.examples.node;

import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RuntimeKeys;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is counted and where it is shown, if it is. */
final class Metering implements AutoCloseable {
  private final @Nullable PrometheusMeterRegistry registry;
  private @Nullable MetricsServer server;

  private Metering(@Nullable PrometheusMeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Makes a registry for a router to count into, which must be built after it: what it counted
   * before would be lost.
   */
  static Metering of(RouterConfig config) {
    if (config.get(RuntimeKeys.METRICS_PORT).isEmpty()) {
      return new Metering(null);
    }
    PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Metrics.addRegistry(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    return new Metering(registry);
  }

  /** Shows what is counted, and how the router is. */
  void show(RouterConfig config, RouterEngine router) throws UsageException {
    if (registry == null) {
      return;
    }
    int port = config.get(RuntimeKeys.METRICS_PORT).orElse(0);
    try {
      server = new MetricsServer(address(config, port), registry, router::health);
    } catch (IOException e) {
      throw new UsageException(
          "metrics.port is "
              + port
              + " at "
              + config.get(RuntimeKeys.METRICS_HOST)
              + ", where nothing can be served: "
              + e.getMessage());
    }
  }

  private static InetSocketAddress address(RouterConfig config, int port) throws UsageException {
    String host = config.get(RuntimeKeys.METRICS_HOST);
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UsageException(
          RuntimeKeys.METRICS_HOST
              + " is '"
              + host
              + "', must be a name or address of this machine");
    }
    return address;
  }

  /** The port on which the metrics are shown. */
  Optional<Integer> port() {
    return Optional.ofNullable(server).map(MetricsServer::port);
  }

  /** From now on the node is not ready for work. */
  void stopping() {
    if (server != null) {
      server.stopping();
    }
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    if (registry != null) {
      Metrics.removeRegistry(registry);
      registry.close();
    }
  }
}
