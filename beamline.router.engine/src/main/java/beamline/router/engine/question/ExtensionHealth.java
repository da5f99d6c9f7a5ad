package beamline.router.engine.question;

import beamline.router.engine.extension.ExtensionCalls;
import beamline.router.engine.extension.registry.ExtensionRecord;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code get_extension_health}: how the calls of extensions went at this node (routing contract
 * 4.4). What was never called is unknown, and what never happened is null.
 */
final class ExtensionHealth implements Question {
  private static final double NANOS_PER_MILLI = 1e6;

  private final KnownExtensions extensions;

  ExtensionHealth(KnownExtensions extensions) {
    this.extensions = extensions;
  }

  @Override
  public Map<String, Object> answer(Map<String, Object> body) {
    Map<String, ExtensionCalls.Summary> calls = extensions.stats().summaries();
    Map<String, Object> health = new LinkedHashMap<>();
    for (String id : extensions.ids()) {
      health.put(id, facts(id, calls.getOrDefault(id, ExtensionCalls.Summary.NONE)));
    }
    return Map.of("health", health);
  }

  private Map<String, @Nullable Object> facts(String id, ExtensionCalls.Summary calls) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    facts.put("extension_id", id);
    facts.put("status", status(calls));
    facts.put("last_success_ms", time(calls.lastSuccessMillis()));
    facts.put("last_failure_ms", time(calls.lastFailureMillis()));
    facts.put("success_count", calls.successes());
    facts.put("failure_count", calls.failures());
    facts.put("success_rate", calls.successRate());
    facts.put("avg_latency_ms", calls.averageNanos() / NANOS_PER_MILLI);
    facts.put("p50_latency_ms", calls.p50Nanos() / NANOS_PER_MILLI);
    facts.put("p95_latency_ms", calls.p95Nanos() / NANOS_PER_MILLI);
    facts.put("p99_latency_ms", calls.p99Nanos() / NANOS_PER_MILLI);
    facts.put("last_latency_ms", calls.lastNanos() / NANOS_PER_MILLI);
    facts.put(
        "circuit_breaker_state", extensions.breakers().state(id).name().toLowerCase(Locale.ROOT));
    facts.put("circuit_breaker_opened_at_ms", time(extensions.breakers().openedAtMillis(id)));
    facts.put(
        "updated_at_ms", time(Math.max(calls.lastSuccessMillis(), calls.lastFailureMillis())));
    ExtensionRecord record = extensions.registry().find(id);
    facts.put("enabled", record == null || record.enabled());
    facts.put("version", record == null ? null : record.own().name());
    return facts;
  }

  private static String status(ExtensionCalls.Summary calls) {
    if (calls.successes() + calls.failures() == 0) {
      return "unknown";
    }
    double rate = calls.successRate();
    return rate >= 0.95 ? "healthy" : rate >= 0.80 ? "degraded" : "unhealthy";
  }

  private static @Nullable Long time(long millis) {
    return millis == 0 ? null : millis;
  }
}
