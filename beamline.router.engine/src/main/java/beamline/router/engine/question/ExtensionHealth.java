package beamline.router.engine.question;

import beamline.router.engine.extension.ExtensionCalls;
import beamline.router.engine.extension.ExtensionStats;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code get_extension_health}: how the calls of extensions went at this node. */
final class ExtensionHealth implements Question {
  private static final double NANOS_PER_MILLI = 1e6;

  private final ExtensionStats stats;

  ExtensionHealth(ExtensionStats stats) {
    this.stats = stats;
  }

  @Override
  public Map<String, Object> answer(Map<String, Object> body) {
    Map<String, Object> health = new LinkedHashMap<>();
    stats.summaries().forEach((id, summary) -> health.put(id, facts(id, summary)));
    return Map.of("health", health);
  }

  private static Map<String, Object> facts(String id, ExtensionCalls.Summary calls) {
    double rate = calls.successRate();
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("extension_id", id);
    facts.put("status", rate >= 0.95 ? "healthy" : rate >= 0.80 ? "degraded" : "unhealthy");
    if (calls.lastSuccessMillis() > 0) {
      facts.put("last_success_ms", calls.lastSuccessMillis());
    }
    if (calls.lastFailureMillis() > 0) {
      facts.put("last_failure_ms", calls.lastFailureMillis());
    }
    facts.put("success_count", calls.successes());
    facts.put("failure_count", calls.failures());
    facts.put("success_rate", rate);
    facts.put("avg_latency_ms", calls.averageNanos() / NANOS_PER_MILLI);
    facts.put("p50_latency_ms", calls.p50Nanos() / NANOS_PER_MILLI);
    facts.put("p95_latency_ms", calls.p95Nanos() / NANOS_PER_MILLI);
    facts.put("p99_latency_ms", calls.p99Nanos() / NANOS_PER_MILLI);
    facts.put("last_latency_ms", calls.lastNanos() / NANOS_PER_MILLI);
    facts.put("circuit_breaker_state", "closed");
    facts.put("updated_at_ms", Math.max(calls.lastSuccessMillis(), calls.lastFailureMillis()));
    return facts;
  }
}
