package beamline.router.engine.flow.admin;

import beamline.router.api.BackpressureKeys;
import beamline.router.api.RouterConfig;
import beamline.router.engine.flow.backpressure.Load;
import beamline.router.engine.question.Question;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** {@code status.backpressure}: whether this node has too much to do (routing contract 7.7). */
final class BackpressureStatus implements Question {
  private final Load load;
  private final long maxRetryAttempts;
  private final LongSupplier epochMillis;

  BackpressureStatus(Load load, RouterConfig config, LongSupplier epochMillis) {
    this.load = load;
    this.maxRetryAttempts = config.get(BackpressureKeys.MAX_RETRY_ATTEMPTS);
    this.epochMillis = epochMillis;
  }

  @Override
  public Map<String, Object> answer(Map<String, Object> body) {
    Load.Snapshot now = load.last();
    Load.Thresholds limits = load.thresholds();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("subject", load.subject());
    data.put("status", now.status().label());
    data.put("metrics", amounts(now.pending(), now.p95LatencyNanos(), now.inFlight()));
    data.put("thresholds", amounts(limits.pending(), limits.p95LatencyNanos(), limits.inFlight()));
    data.put(
        "policy",
        Map.of(
            "retry_after_seconds",
            load.retryAfter().toSeconds(),
            "max_retry_attempts",
            maxRetryAttempts,
            "backoff_strategy",
            "exponential"));
    data.put("timestamp", epochMillis.getAsLong());
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("success", true);
    reply.put("data", data);
    return reply;
  }

  private static Map<String, Object> amounts(long pending, long p95Nanos, long inFlight) {
    Map<String, Object> amounts = new LinkedHashMap<>();
    amounts.put("pending_messages", pending);
    amounts.put("latency_p95_ms", TimeUnit.NANOSECONDS.toMillis(p95Nanos));
    amounts.put("inflight_messages", inFlight);
    return amounts;
  }
}
