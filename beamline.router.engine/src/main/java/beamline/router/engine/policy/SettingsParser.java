package beamline.router.engine.policy;

import beamline.router.engine.policy.LimitModel.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The blocks of a policy that are plain settings: sticky, breaker, rate limit, health check,
 * assignment, constraints, score.
 */
final class SettingsParser {

  private static final int MAX_RATE = 1_000_000;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int MAX_TTL_SECONDS = 86_400;
  private static final int MAX_ATTEMPTS = 5;
  private static final int MILLIS_PER_SECOND = 1000;

  private final Fields policy;
  private final Findings findings;

  SettingsParser(Fields policy, Findings findings) {
    this.policy = policy;
    this.findings = findings;
  }

  @Nullable StickyModel sticky() {
    Fields block = policy.object("sticky");
    if (block == null) {
      return null;
    }
    if (!block.has("enabled")) {
      findings.tolerated(
          block.path("enabled"), "is missing and counts as false, must be true or false");
    }
    boolean enabled = block.flag("enabled", false);
    String key = block.text(block.oneOf("session_key", "key"));
    long ttlMillis = ttlMillis(block);
    block.rejectUnknownKeys();
    return new StickyModel(enabled, key == null ? "session_id" : key, ttlMillis);
  }

  private long ttlMillis(Fields block) {
    long counted = countedTtlMillis(block);
    Object ttl = block.value("ttl");
    if (ttl == null) {
      return counted;
    }
    long millis = ttl instanceof String text ? TtlText.millis(text) : TtlText.INVALID;
    if (millis == TtlText.INVALID) {
      String found = "is " + Findings.show(ttl) + " and counts as 1h";
      findings.tolerated(
          block.path("ttl"), found + ", must be up to 6 digits followed by s, m or h");
      return StickyModel.DEFAULT_TTL_MILLIS;
    }
    return millis;
  }

  private static long countedTtlMillis(Fields block) {
    String key = block.oneOf("ttl_seconds", "ttl_sec", "ttl_ms");
    if (key.equals("ttl_ms")) {
      return block.whole(
          key, 1, MAX_TTL_SECONDS * MILLIS_PER_SECOND, (int) StickyModel.DEFAULT_TTL_MILLIS);
    }
    int fallback = (int) StickyModel.DEFAULT_TTL_MILLIS / MILLIS_PER_SECOND;
    return (long) block.whole(key, 1, MAX_TTL_SECONDS, fallback) * MILLIS_PER_SECOND;
  }

  @Nullable BreakerModel breaker() {
    Fields block = policy.object("circuit_breaker");
    if (block == null) {
      return null;
    }
    BreakerModel breaker =
        new BreakerModel(
            block.flag("enabled", false),
            block.whole("failure_threshold", 1, 100, 5),
            block.whole("success_threshold", 1, 10, 2),
            block.whole("timeout_ms", 1000, 300_000, 60_000),
            block.whole("half_open_max_calls", 1, 100, 3),
            block.number("error_rate_threshold", 0, 1, 0.5),
            block.whole("error_rate_window_seconds", 1, 3600, 60),
            block.whole("latency_threshold_ms", 1, PolicyLimits.MAX_LATENCY_MILLIS, 5000),
            block.whole("minimum_calls", 1, 100_000, 10));
    block.rejectUnknownKeys();
    return breaker;
  }

  @Nullable LimitModel rateLimit() {
    Fields block = policy.object("rate_limit");
    if (block == null) {
      return null;
    }
    boolean enabled = block.flag("enabled", false);
    String rateKey = block.oneOf("requests_per_second", "requests_per_minute");
    boolean perMinute = rateKey.equals("requests_per_minute");
    int rate = clamped(block, rateKey, 100);
    int burst = clamped(block, "burst", 50);
    Scope scope = block.choice("scope", Scope.class, Scope.POLICY);
    block.rejectUnknownKeys();
    return new LimitModel(
        enabled, perMinute ? (double) rate / SECONDS_PER_MINUTE : rate, burst, scope);
  }

  private int clamped(Fields block, String key, int fallback) {
    Object value = block.value(key);
    if (!(value instanceof Number number) || !Fields.isWhole(value)) {
      return block.whole(key, 1, MAX_RATE, fallback);
    }
    double rate = number.doubleValue();
    int clamped = (int) Math.min(Math.max(rate, 1), MAX_RATE);
    if (clamped != rate) {
      String found = "is " + Findings.show(value) + " and counts as " + clamped;
      findings.tolerated(block.path(key), found + ", must be 1 to " + MAX_RATE);
    }
    return clamped;
  }

  @Nullable HealthCheckModel healthCheck() {
    Fields block = policy.object("health_check");
    if (block == null) {
      return null;
    }
    HealthCheckModel check =
        new HealthCheckModel(
            block.flag("enabled", false),
            block.whole("interval_ms", 1000, 60_000, 30_000),
            block.whole("timeout_ms", 100, 10_000, 5000),
            block.whole("failure_threshold", 1, 100, 3));
    block.rejectUnknownKeys();
    return check;
  }

  int maxAttempts() {
    Fields block = policy.object("assignment");
    if (block == null) {
      return 1;
    }
    int attempts = block.whole("max_attempts", 1, MAX_ATTEMPTS, 1);
    block.rejectUnknownKeys();
    return attempts;
  }

  ConstraintModel constraints() {
    Fields block = policy.object("constraints");
    if (block == null) {
      return ConstraintModel.NONE;
    }
    ConstraintModel constraints =
        new ConstraintModel(
            block.number("max_latency_ms", 0, PolicyLimits.MAX_LATENCY_MILLIS, Double.NaN),
            block.number("max_cost", 0, PolicyLimits.MAX_COST, Double.NaN),
            Labels.read(block, findings));
    block.rejectUnknownKeys();
    return constraints;
  }

  ScoreModel score() {
    Fields block = policy.object("score");
    if (block == null) {
      return ScoreModel.DEFAULT;
    }
    ScoreModel score =
        new ScoreModel(
            block.number("latency_weight", 0, 1, ScoreModel.DEFAULT.latencyWeight()),
            block.number("cost_weight", 0, 1, ScoreModel.DEFAULT.costWeight()));
    block.rejectUnknownKeys();
    return score;
  }
}
