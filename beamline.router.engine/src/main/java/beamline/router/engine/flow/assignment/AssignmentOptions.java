package beamline.router.engine.flow.assignment;

import beamline.router.api.AssignmentKeys;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The options of assignments: defaults, with those of the request laid over them member by member,
 * so that {@code retry.max_attempts} alone leaves the back-off as it is. Immutable.
 */
final class AssignmentOptions {
  private static final Map<String, Object> RETRY = Map.of("max_attempts", 2L, "backoff_ms", 200L);

  private final long multiplier;
  private final long minMillis;
  private final long maxMillis;

  AssignmentOptions(RouterConfig config) {
    multiplier = config.get(AssignmentKeys.DEADLINE_MULTIPLIER);
    minMillis = config.get(AssignmentKeys.DEADLINE_MIN).toMillis();
    maxMillis = config.get(AssignmentKeys.DEADLINE_MAX).toMillis();
  }

  Map<String, Object> of(RouteRequest request, RouteDecision decision) {
    Map<String, Object> options = new LinkedHashMap<>(8);
    options.put("priority", (long) decision.priority());
    options.put("deadline_ms", deadlineMillis(decision.expectedLatencyMillis()));
    options.put("retry", RETRY);
    return request.options().isEmpty() ? options : merged(options, request.options());
  }

  /** How long a worker has: a multiple of the expected latency, within bounds. */
  long deadlineMillis(double expectedLatencyMillis) {
    double wanted = Math.max(0, expectedLatencyMillis) * multiplier;
    return Math.min(maxMillis, Math.max(minMillis, Math.round(wanted)));
  }

  /** The deadline that these options name; the longest one when what they name is none. */
  long deadlineMillis(Map<String, Object> options) {
    Object value = options.get("deadline_ms");
    return value instanceof Number number && number.longValue() > 0
        ? number.longValue()
        : maxMillis;
  }

  private static Map<String, Object> merged(Map<String, ?> base, Map<String, ?> over) {
    Map<String, Object> both = new LinkedHashMap<>(base);
    over.forEach(
        (name, value) -> {
          Object former = both.get(name);
          both.put(
              name,
              former instanceof Map<?, ?> inner && value instanceof Map<?, ?> outer
                  ? merged(named(inner), named(outer))
                  : value);
        });
    return both;
  }

  private static Map<String, Object> named(Map<?, ?> map) {
    Map<String, Object> named = new LinkedHashMap<>(map.size() * 2);
    map.forEach((name, value) -> named.put(String.valueOf(name), (Object) value));
    return named;
  }
}
