package beamline.router.benchmarks;

import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRequest;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.api.policy.PolicyDocument;
import io.nats.client.Connection;
import io.nats.client.Message;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * Decides under a policy with one validator on NATS, beside bare requests of as many bytes to the
 * same service.
 */
@BenchmarkMode(Mode.AverageTime)
@State(Scope.Benchmark)
@SuppressWarnings("NullAway.Init") // start() runs before any benchmark
public class NatsExtensionBenchmark {
  private static final String SUBJECT = "ext.guard";
  private static final byte[] OK = NatsBench.bytes("{\"status\":\"ok\"}");
  private static final Duration LONG = Duration.ofSeconds(5);

  private final RouteRequest request =
      RouteRequest.builder("acme", "chat")
          .policyId("guarded")
          .payload("{\"text\":\"hello\"}")
          .context(Map.of("user_id", "u1"))
          .build();
  private final Semaphore room = new Semaphore(NatsBench.IN_FLIGHT);
  private NatsBench bench;
  private Connection service;
  private volatile byte[] asked = OK;

  /** Starts a server, a node and the service; warms what is measured. */
  @Setup
  public void start(BenchmarkParams measured) throws Exception {
    bench = new NatsBench(Map.of());
    service = bench.connect();
    service.createDispatcher(this::answer).subscribe(SUBJECT, "guard");
    service.flush(LONG);
    bench
        .node()
        .administration()
        .extensions()
        .put(
            ExtensionDocument.of(
                "guard", "{\"type\":\"validator\",\"subject\":\"" + SUBJECT + "\"}"));
    bench
        .node()
        .policies()
        .put(
            PolicyDocument.of(
                "acme",
                "guarded",
                "{\"providers\":[{\"id\":\"one\"}],\"validators\":[{\"id\":\"guard\"}]}"));
    ExtensionBenchmark.decided(bench.node().decide(request)); // so that the peer sends the same
    boolean ours = measured.getBenchmark().contains(".guarded");
    NatsBench.warm(measured, 32, ours ? this::guarded : this::bare);
  }

  /** Ends them all. */
  @TearDown
  public void stop() throws Exception {
    service.close();
    bench.stop();
  }

  /** Ours, pipelined. */
  @Benchmark
  @OperationsPerInvocation(NatsBench.BATCH)
  public void guarded() throws InterruptedException {
    for (int i = 0; i < NatsBench.BATCH; i++) {
      NatsBench.take(room, 1);
      ended(bench.node().decideAsync(request).thenAccept(ExtensionBenchmark::decided));
    }
    all();
  }

  /** Bare requests, pipelined. */
  @Benchmark
  @OperationsPerInvocation(NatsBench.BATCH)
  public void bare() throws InterruptedException {
    for (int i = 0; i < NatsBench.BATCH; i++) {
      NatsBench.take(room, 1);
      ended(bench.client().requestWithTimeout(SUBJECT, asked, LONG));
    }
    all();
  }

  /** Ours, one at a time. */
  @Benchmark
  public RouteOutcome guardedAlone() {
    return ExtensionBenchmark.decided(bench.node().decide(request));
  }

  /** A bare request, one at a time. */
  @Benchmark
  public Message bareAlone() throws InterruptedException {
    Message reply = bench.client().request(SUBJECT, asked, LONG);
    if (reply == null) {
      throw new IllegalStateException("no reply");
    }
    return reply;
  }

  private void answer(Message message) {
    asked = message.getData();
    service.publish(message.getReplyTo(), OK);
  }

  private void ended(CompletionStage<?> call) {
    var unused = call.whenComplete((result, fault) -> release(fault));
  }

  private void release(@Nullable Throwable fault) {
    if (fault == null) {
      room.release(); // a call that failed is missed by whoever waits for all
    }
  }

  private void all() throws InterruptedException {
    NatsBench.take(room, NatsBench.IN_FLIGHT);
    room.release(NatsBench.IN_FLIGHT);
  }
}
