package beamline.router.benchmarks;

import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterEngine;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.spi.Extension;
import beamline.router.spi.ExtensionSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Decides under a policy with one validator in the process that has nothing against it. It may do
 * what it likes, so that it is called on another thread and with a deadline; so is the peer.
 */
@BenchmarkMode(Mode.AverageTime)
@State(Scope.Benchmark)
public class ExtensionBenchmark {
  private static final String PROVIDERS = "\"providers\":[{\"id\":\"one\"},{\"id\":\"two\"}]";

  private final Extension guard =
      request -> CompletableFuture.completedFuture(Extension.Reply.proceed());
  private final ExtensionSource source = (id, kind) -> Optional.of(guard);
  private final RouterEngine router = RouterEngine.builder().with(source).build();
  private final ExecutorService pool = Executors.newCachedThreadPool();
  private final RouteRequest guarded = request("guarded");
  private final RouteRequest plain = request("plain");

  /** With two policies. */
  public ExtensionBenchmark() {
    router.policies().put(PolicyDocument.of("acme", "plain", "{" + PROVIDERS + "}"));
    router
        .policies()
        .put(
            PolicyDocument.of(
                "acme", "guarded", "{" + PROVIDERS + ",\"validators\":[{\"id\":\"guard\"}]}"));
  }

  private static RouteRequest request(String policyId) {
    return RouteRequest.builder("acme", "chat")
        .policyId(policyId)
        .payload("{\"text\":\"hello\"}")
        .context(Map.of("user_id", "u1"))
        .build();
  }

  /** Closes. */
  @TearDown
  public void close() {
    router.close();
    pool.shutdownNow();
  }

  /** Ours, with one validator. */
  @Benchmark
  public RouteOutcome guarded() {
    return decided(router.decide(guarded));
  }

  /** Ours without. */
  @Benchmark
  public RouteOutcome plain() {
    return decided(router.decide(plain));
  }

  /** Ours without, after a call by hand: another thread, and a deadline. */
  @Benchmark
  public RouteOutcome byHand() {
    CompletableFuture<Boolean> call =
        CompletableFuture.supplyAsync(() -> true, pool).orTimeout(5, TimeUnit.SECONDS);
    if (!call.join()) {
      throw new IllegalStateException("refused");
    }
    return decided(router.decide(plain));
  }

  static RouteOutcome decided(RouteOutcome outcome) {
    if (outcome instanceof RouteDecision) {
      return outcome;
    }
    throw new IllegalStateException("not decided: " + outcome);
  }
}
