package beamline.router.benchmarks;

import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.Health;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.testkit.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;

/** A real server, a node on it, and a client; what the messaging benchmarks share. */
final class NatsBench {
  /** Messages under way at a time. */
  static final int IN_FLIGHT = 256;

  /** Messages of one invocation, so that starting and ending it does not count. */
  static final int BATCH = 4096;

  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String POLICY =
      """
      {"version":"1","providers":[
        {"id":"one","weight":50},{"id":"two","weight":30},{"id":"three","weight":20}]}
      """;

  private final NatsServer server;
  private final Connection client;
  private final RouterEngine node;

  NatsBench(Map<String, String> settings) throws Exception {
    server = NatsServer.start();
    client = connect();
    RouterConfig.Builder config =
        RouterConfig.builder().set("transport", "nats").set("transport.nats.url", server.url());
    settings.forEach(config::set);
    node = RouterEngine.builder().config(config.build()).build();
    node.policies().put(PolicyDocument.of("acme", "default", POLICY));
    node.start();
    await(node);
  }

  /** Another connection to the server. */
  Connection connect() throws Exception {
    return Nats.connect(new Options.Builder().server(server.url()).build());
  }

  RouterEngine node() {
    return node;
  }

  Connection client() {
    return client;
  }

  /** Messages there and back. */
  interface Batch {
    void run() throws InterruptedException;
  }

  /**
   * Has a service work until its code is compiled. The warm-up iterations are too short for that:
   * code that runs once per message is compiled after hundreds of thousands of messages, and one at
   * a time these would take minutes.
   *
   * @param millisPerBatch of warm-up iterations, per batch that is sent before them
   */
  static void warm(BenchmarkParams measured, long millisPerBatch, Batch batch)
      throws InterruptedException {
    IterationParams warmup = measured.getWarmup();
    long millis = warmup.getCount() * warmup.getTime().convertTo(TimeUnit.MILLISECONDS);
    for (long i = 0; i < millis / millisPerBatch; i++) {
      batch.run();
    }
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Waits for a permit, which is there unless something was lost. */
  static void take(Semaphore room, int permits) throws InterruptedException {
    if (!room.tryAcquire(permits, LONG.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("a message was lost");
    }
  }

  void stop() throws Exception {
    node.close();
    client.close();
    server.close();
  }

  private static void await(RouterEngine node) {
    long end = System.nanoTime() + LONG.toNanos();
    while (node.health().status() != Health.Status.UP) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("the node is not up: " + node.health());
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
