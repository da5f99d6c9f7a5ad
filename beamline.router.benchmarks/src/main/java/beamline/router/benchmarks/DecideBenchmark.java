package beamline.router.benchmarks;

import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterEngineBuilder;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.micrometer.MicrometerTelemetry;
import beamline.router.spi.Telemetry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * Decides for a thousand pinned sessions of one tenant: three providers, a tenant limit that is
 * never reached, closed breakers. Metrics go into a Prometheus registry, ours and those of the peer
 * built by hand; beside peers without metrics ours has none. Every thread has a tenant of its own.
 */
@BenchmarkMode(Mode.AverageTime)
@State(Scope.Thread)
public class DecideBenchmark {
  private static final int SESSIONS = 1024;
  private static final long ARITHMETIC_TOKENS = 100;
  private static final long PERMITS_PER_MINUTE = 1_000_000_000L;
  private static final double[] BUCKETS_MILLIS = {
    0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 50, 100, 200, 250, 500, 1_000, 5_000
  };
  private static final String POLICY =
      """
      {
        "providers": [
          {"name": "openai", "weight": 50},
          {"name": "anthropic", "weight": 30},
          {"name": "local", "weight": 20}
        ],
        "sticky": {"enabled": true, "session_key": "user_id", "ttl": "10m"},
        "circuit_breaker": {"enabled": true, "failure_threshold": 5, "timeout_ms": 30000}
      }
      """;

  private final RouteRequest[] requests = new RouteRequest[SESSIONS];
  private final RouteRequest[] traced = new RouteRequest[SESSIONS];
  private final String[] sessions = new String[SESSIONS];
  private String tenant = "";
  private int next;

  /** Ours, with metrics; one for all threads. */
  @State(Scope.Benchmark)
  public static class Ours {
    private final RouterEngine router =
        router(
            MicrometerTelemetry.builder(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT))
                .tenantLabels(Set.of("tenant-0", "tenant-1"))
                .build());

    /** Closes. */
    @TearDown
    public void close() {
      router.close();
    }
  }

  /** Ours, with metrics; one for each thread. */
  @State(Scope.Thread)
  public static class OursApart {
    private final RouterEngine router = new Ours().router;

    /** Closes. */
    @TearDown
    public void close() {
      router.close();
    }
  }

  /** Ours, without metrics; one for all threads. */
  @State(Scope.Benchmark)
  public static class Unmetered {
    private final RouterEngine router = router(Telemetry.NONE);

    /** Closes. */
    @TearDown
    public void close() {
      router.close();
    }
  }

  /** The same by hand; one for all threads. */
  @State(Scope.Benchmark)
  public static class ByHand {
    private final HandBuiltRouter router =
        new HandBuiltRouter(
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            PERMITS_PER_MINUTE,
            BUCKETS_MILLIS);

    /** Adds the tenants. */
    public ByHand() {
      Map<String, Integer> weights = new LinkedHashMap<>();
      weights.put("openai", 50);
      weights.put("anthropic", 30);
      weights.put("local", 20);
      router.add("tenant-0", weights);
      router.add("tenant-1", weights);
    }
  }

  /** Camel; one for all threads. */
  @State(Scope.Benchmark)
  public static class Camel {
    private final CamelRoute route = new CamelRoute();

    /** Stops Camel. */
    @TearDown
    public void close() {
      route.close();
    }
  }

  /** LangChain4j; one for all threads. */
  @State(Scope.Benchmark)
  public static class LangChain4j {
    private final LangChainRouter router = new LangChainRouter();
  }

  /** Prepares the thread's requests. */
  @Setup
  public void prepare(ThreadParams thread) {
    tenant = "tenant-" + thread.getThreadIndex();
    Arrays.setAll(sessions, i -> "user-" + i);
    Arrays.setAll(requests, i -> request(i, false));
    Arrays.setAll(traced, i -> request(i, true));
  }

  /** A router that tells these, with the policy of both tenants. */
  static RouterEngine router(Telemetry... telemetries) {
    RouterEngineBuilder builder =
        RouterEngine.builder()
            .config(
                RouterConfig.builder()
                    .set("limit.tenant.enabled", "true")
                    .set("limit.tenant.tier", "enterprise")
                    .set("limit.tiers", "enterprise=" + PERMITS_PER_MINUTE)
                    .build());
    for (Telemetry telemetry : telemetries) {
      builder.with(telemetry);
    }
    RouterEngine router = builder.build();
    router.policies().put(PolicyDocument.of("tenant-0", "default", POLICY));
    router.policies().put(PolicyDocument.of("tenant-1", "default", POLICY));
    return router;
  }

  private RouteRequest request(int session, boolean isTraced) {
    return RouteRequest.builder(tenant, "text.generate")
        .userId(sessions[session])
        .traced(isTraced)
        .build();
  }

  /** Ours. */
  @Benchmark
  public RouteOutcome decide(Ours ours) {
    return decided(ours.router.decide(requests[turn()]));
  }

  /** Ours without metrics, beside peers that have none. */
  @Benchmark
  public RouteOutcome decideUnmetered(Unmetered ours) {
    return decided(ours.router.decide(requests[turn()]));
  }

  /** Ours, and how it came about. */
  @Benchmark
  public RouteOutcome decideTraced(Ours ours) {
    return decided(ours.router.decide(traced[turn()]));
  }

  /** Ours, two threads with a tenant each. */
  @Benchmark
  @Threads(2)
  public RouteOutcome decideByTwo(Ours ours) {
    return decided(ours.router.decide(requests[turn()]));
  }

  /** Ours, two threads with a tenant and an engine each: what they get when they share nothing. */
  @Benchmark
  @Threads(2)
  public RouteOutcome decideByTwoApart(OursApart ours) {
    return decided(ours.router.decide(requests[turn()]));
  }

  /** By hand, two threads with a tenant each. */
  @Benchmark
  @Threads(2)
  public HandBuiltRouter.Choice byHandByTwo(ByHand byHand) {
    return byHand.router.decide(tenant, sessions[turn()]);
  }

  /** Arithmetic: what the machine gives to a thread that touches no memory. */
  @Benchmark
  public void arithmetic() {
    Blackhole.consumeCPU(ARITHMETIC_TOKENS);
  }

  /**
   * The same by two threads: less than twice as fast means that they did not have two processors.
   */
  @Benchmark
  @Threads(2)
  public void arithmeticByTwo() {
    Blackhole.consumeCPU(ARITHMETIC_TOKENS);
  }

  /** The same by hand. */
  @Benchmark
  public HandBuiltRouter.Choice byHand(ByHand byHand) {
    return byHand.router.decide(tenant, sessions[turn()]);
  }

  /** Camel. */
  @Benchmark
  public @Nullable Object camel(Camel camel) {
    return camel.route.decide(sessions[turn()]);
  }

  /** LangChain4j. */
  @Benchmark
  public Object langChain4j(LangChain4j langChain4j) {
    return langChain4j.router.decide();
  }

  private int turn() {
    next = (next + 1) & (SESSIONS - 1);
    return next;
  }

  private static RouteOutcome decided(RouteOutcome outcome) {
    if (outcome instanceof RouteDecision) {
      return outcome;
    }
    throw new IllegalStateException("not decided: " + outcome);
  }
}
