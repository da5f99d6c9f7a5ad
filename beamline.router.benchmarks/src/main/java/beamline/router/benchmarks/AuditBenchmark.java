package beamline.router.benchmarks;

import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.AuditEntry;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.audit.ChainForm;
import beamline.router.audit.KeyRing;
import beamline.router.audit.Sealer;
import beamline.router.spi.AuditRecord;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Seals records beside the bare HMAC of as many bytes; and decides with and without a record of
 * every decision, at a rate that the writer keeps up with.
 */
@State(Scope.Thread)
public class AuditBenchmark {
  private static final String SECRET = "a secret for benchmarks";

  /** About ten microseconds between decisions. */
  private static final long PACE_TOKENS = 20_000;

  private static final String POLICY =
      """
      {"providers": [{"name": "openai", "weight": 70}, {"name": "anthropic", "weight": 30}]}
      """;

  private final AuditRecord record =
      new AuditRecord(
          1_795_839_237_042L,
          "acme",
          "ada@example.org",
          "upsert",
          "policy",
          "default",
          Map.of(
              "revision", 42L,
              "request_id", "6f1c1f5e-9a0b-4f5d-8f07-1c9a6f1f2b3c",
              "trace_id", "4bf92f3577b34da6a3ce929d0e0e4736"));
  private final Sealer sealer =
      new Sealer(KeyRing.of("1", SECRET), ChainForm.TWO, "node-1", Optional.empty());
  private final Mac mac;
  private final byte[] message;

  /** Prepares the bytes that a seal is over. */
  public AuditBenchmark() {
    sealer.seal(record);
    AuditEntry entry = sealer.seal(record);
    message =
        String.format(
                "1:2,1:1,6:node-1,1:2,64:%s,%d:%s,",
                entry.previousMac(), entry.body().length(), entry.body())
            .getBytes(StandardCharsets.UTF_8);
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A router that records every decision, and one that records none. */
  @State(Scope.Thread)
  public static class Routers {
    private final RouterEngine audited = router("all");
    private final RouterEngine silent = router("none");
    private final RouteRequest request =
        RouteRequest.builder("acme", "text.generate").requestId("request-1").build();

    /** Time passes between decisions. */
    @Setup(Level.Invocation)
    public void pause() {
      Blackhole.consumeCPU(PACE_TOKENS);
    }

    /** Closes. */
    @TearDown
    public void close() {
      audited.close();
      silent.close();
    }

    private static RouterEngine router(String decisions) {
      RouterEngine router =
          RouterEngine.builder()
              .config(
                  RouterConfig.builder()
                      .set("audit.decisions", decisions)
                      .set("audit.hmac-secret", SECRET)
                      .build())
              .build();
      router.policies().put(PolicyDocument.of("acme", "default", POLICY));
      return router;
    }
  }

  /** Ours: canonical JSON, seal, entry. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public AuditEntry seal() {
    return sealer.seal(record);
  }

  /** The HMAC of the same bytes, and nothing else. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public byte[] bareMac() {
    return mac.doFinal(message);
  }

  /** Every decision is recorded. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public RouteOutcome decideAudited(Routers routers) {
    return routers.audited.decide(routers.request);
  }

  /** None is. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public RouteOutcome decideSilent(Routers routers) {
    return routers.silent.decide(routers.request);
  }
}
