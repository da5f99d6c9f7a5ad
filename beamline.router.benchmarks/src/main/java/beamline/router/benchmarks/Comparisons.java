package beamline.router.benchmarks;

import beamline.router.benchmarks.Comparison.Target;
import java.util.List;

/** Every comparison: the targets of the design, in its order. */
final class Comparisons {
  private static final String DECIDE =
      "decide: 3 providers, sticky session, tenant limit, breakers";
  private static final String METERED = DECIDE + ", counter, timer";
  private static final String BY_TWO = "decide, tenants differ by thread";
  private static final String BY_HAND = "by hand: bucket4j, caffeine, resilience4j, micrometer";
  private static final String CAFFEINE_BUCKET4J = "caffeine + bucket4j";
  private static final String BARE = "a clock reading and a compare-and-set";
  private static final String RESILIENCE4J = "resilience4j";

  private static final String DECIDE_NATS = "decide over NATS, 256 in flight";
  private static final String DECIDE_NATS_ALONE = "decide over NATS, one at a time";
  private static final String JACKSON_BY_HAND =
      "by hand: jackson tree, the router of P1, jackson tree";
  private static final String RAW_CONSUME = "raw consume + publishAsync + ack";
  private static final String RAW_REQUEST = "raw jnats request of the same bytes";
  private static final String RAW_ECHO = "raw jnats responder that echoes";

  static final List<Comparison> ALL =
      List.of(
          new Comparison(
              "P1",
              METERED,
              1,
              "DecideBenchmark.decide",
              BY_HAND,
              "DecideBenchmark.byHand",
              Target.time(1).bytes(2)),
          new Comparison(
              "P1",
              "decide with trace",
              1,
              "DecideBenchmark.decideTraced",
              "ours without trace",
              "DecideBenchmark.decide",
              Target.time(3)),
          new Comparison(
              "P1",
              DECIDE,
              1,
              "DecideBenchmark.decideUnmetered",
              "Camel: route with a weighted load balancer",
              "DecideBenchmark.camel",
              Target.faster(3)),
          new Comparison(
              "P1",
              DECIDE,
              1,
              "DecideBenchmark.decideUnmetered",
              "LangChain4j: ModelRouter by lowest token usage",
              "DecideBenchmark.langChain4j",
              Target.faster(3)),
          new Comparison(
              "P1",
              BY_TWO,
              2,
              "DecideBenchmark.decideByTwo",
              "ours with one thread",
              "DecideBenchmark.decide",
              Target.faster(1.8)),
          new Comparison(
              "P1",
              BY_TWO,
              2,
              "DecideBenchmark.decideByTwo",
              "ours, an engine for each thread",
              "DecideBenchmark.decideByTwoApart",
              Target.time(1.1)),
          new Comparison(
              "P1",
              BY_TWO,
              2,
              "DecideBenchmark.decideByTwo",
              BY_HAND,
              "DecideBenchmark.byHandByTwo",
              Target.time(1)),
          new Comparison(
              "P1",
              "the machine: arithmetic that shares nothing",
              2,
              "DecideBenchmark.arithmeticByTwo",
              "the same with one thread",
              "DecideBenchmark.arithmetic",
              Target.faster(1.8)),
          limiter("token bucket", 1, "tokenBucket", CAFFEINE_BUCKET4J, "bucket4j", 1),
          limiter("token bucket", 1, "tokenBucket", RESILIENCE4J, "resilience4j", 1),
          limiter("sliding window", 1, "slidingWindow", CAFFEINE_BUCKET4J, "bucket4j", 1),
          limiter("sliding window", 1, "slidingWindow", RESILIENCE4J, "resilience4j", 1),
          limiter("token bucket", 2, "tokenBucket", CAFFEINE_BUCKET4J, "bucket4j", 1.5),
          limiter("token bucket", 2, "tokenBucket", RESILIENCE4J, "resilience4j", 1.5),
          limiter("sliding window", 2, "slidingWindow", CAFFEINE_BUCKET4J, "bucket4j", 1.5),
          limiter("sliding window", 2, "slidingWindow", RESILIENCE4J, "resilience4j", 1.5),
          limiter("token bucket", 2, "tokenBucket", BARE, "bare", 1),
          new Comparison(
              "P2",
              "the machine: " + BARE + " of one number",
              2,
              "LimiterBenchmark.bareContended",
              RESILIENCE4J,
              "LimiterBenchmark.resilience4jContended",
              Target.faster(1.5)),
          breaker("by time", "Time"),
          breaker("by count", "Count"),
          marks(
              "new, under eviction",
              "New",
              "caffeine putIfAbsent, evicting on a second core",
              "New"),
          marks(
              "new, under eviction",
              "New",
              "caffeine putIfAbsent, evicting in its caller",
              "NewAlone"),
          marks(
              "new, under eviction",
              "New",
              "caffeine putIfAbsent, evicting in its caller, value and revision in a stage",
              "NewAnswering"),
          marks("duplicate", "Duplicate", "caffeine putIfAbsent", "Duplicate"),
          nats("P4", DECIDE_NATS, "Decide.decide", RAW_ECHO, "Decide.echo", Target.time(1 / 0.9)),
          nats(
              "P4",
              DECIDE_NATS,
              "Decide.decide",
              "jnats Service that echoes",
              "Decide.service",
              Target.time(1 / 0.9)),
          nats(
              "P4",
              DECIDE_NATS,
              "Decide.decide",
              JACKSON_BY_HAND,
              "Decide.byHand",
              Target.time(1 / 0.9)),
          nats(
              "P4",
              DECIDE_NATS_ALONE,
              "Decide.decideAlone",
              JACKSON_BY_HAND,
              "Decide.byHandAlone",
              Target.more(20_000)),
          nats(
              "P4",
              DECIDE_NATS_ALONE,
              "Decide.decideAlone",
              RAW_ECHO,
              "Decide.echoAlone",
              Target.more(20_000)),
          nats(
              "P5",
              "assignment published and stored, 256 in flight",
              "Publish.publish",
              "raw publishAsync + Nats-Msg-Id",
              "Publish.bare",
              Target.time(1 / 0.9)),
          nats(
              "P5",
              "result to stored usage event and ack",
              "Result.take",
              RAW_CONSUME,
              "Result.bare",
              Target.time(1 / 0.8)),
          nats(
              "P5",
              "result to stored usage event and ack, state in NATS",
              "Result.takeShared",
              RAW_CONSUME,
              "Result.bare",
              Target.time(1 / 0.8)),
          new Comparison(
              "P6",
              "audit append: canonical JSON, seal, entry",
              1,
              "AuditBenchmark.seal",
              "bare Mac.doFinal over the same bytes",
              "AuditBenchmark.bareMac",
              Target.time(1.25)),
          new Comparison(
              "P6",
              "decide, every decision audited, p99",
              1,
              "AuditBenchmark.decideAudited",
              "ours without audit, p99",
              "AuditBenchmark.decideSilent",
              Target.time(1.05)),
          new Comparison(
              "P7",
              "decide with one validator in the process",
              1,
              "ExtensionBenchmark.guarded",
              "by hand: supplyAsync, orTimeout, decide",
              "ExtensionBenchmark.byHand",
              Target.time(1.15)),
          new Comparison(
              "P7",
              "decide with one validator in the process",
              1,
              "ExtensionBenchmark.guarded",
              "ours without",
              "ExtensionBenchmark.plain",
              Target.more(20_000)),
          nats(
              "P7",
              "decide with one validator on NATS, 256 in flight",
              "Extension.guarded",
              RAW_REQUEST,
              "Extension.bare",
              Target.time(1.15)),
          nats(
              "P7",
              "decide with one validator on NATS, one at a time",
              "Extension.guardedAlone",
              RAW_REQUEST,
              "Extension.bareAlone",
              Target.time(1.15)),
          observed("metrics", "metered", "neither", "unobserved", Target.time(1.25)),
          observed(
              "metrics and traces, none sampled",
              "unsampled",
              "neither",
              "unobserved",
              Target.time(1.25)),
          observed(
              "metrics and traces, none sampled",
              "unsampled",
              "metrics",
              "metered",
              Target.time(1.05)),
          observed(
              "metrics and traces, all sampled",
              "sampled",
              "metrics and traces, none sampled",
              "unsampled",
              Target.more(5_000)));

  private Comparisons() {}

  private static Comparison limiter(
      String algorithm, int threads, String ours, String peer, String theirs, double faster) {
    String suffix = threads == 1 ? "" : "Contended";
    return new Comparison(
        "P2",
        "tenant limiter, " + algorithm + (threads == 1 ? "" : ", one key"),
        threads,
        "LimiterBenchmark." + ours + suffix,
        peer,
        "LimiterBenchmark." + theirs + suffix,
        faster == 1 ? Target.time(1) : Target.faster(faster));
  }

  private static Comparison breaker(String window, String suffix) {
    return new Comparison(
        "P3",
        "breaker: permit and record",
        1,
        "BreakerBenchmark.ours",
        RESILIENCE4J + ", window " + window,
        "BreakerBenchmark.resilience4j" + suffix,
        Target.time(1));
  }

  private static Comparison observed(
      String what, String ours, String peer, String theirs, Target target) {
    return new Comparison(
        "P8",
        "decide, observed by " + what,
        1,
        "ObservedBenchmark." + ours,
        "ours, observed by " + peer,
        "ObservedBenchmark." + theirs,
        target);
  }

  private static Comparison nats(
      String id, String what, String ours, String peer, String theirs, Target target) {
    return new Comparison(
        id, what, 1, "Nats" + dotted(ours), peer, "Nats" + dotted(theirs), target);
  }

  private static String dotted(String method) {
    return method.replace(".", "Benchmark.");
  }

  private static Comparison marks(String what, String ours, String peer, String theirs) {
    return new Comparison(
        "P3",
        "idempotency mark: " + what,
        1,
        "MarkBenchmark.ours" + ours,
        peer,
        "MarkBenchmark.caffeine" + theirs,
        Target.time(1));
  }
}
