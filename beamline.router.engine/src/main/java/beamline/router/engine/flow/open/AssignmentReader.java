package beamline.router.engine.flow.open;

import beamline.router.engine.json.JsonLimits;
import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonSyntaxException;
import beamline.router.engine.json.RawValues;
import beamline.router.engine.wire.WireHeaders;
import beamline.router.spi.Message;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads assignments from their stream. Texts that many of them share are held once. Safe for
 * concurrent use.
 */
final class AssignmentReader {
  private static final JsonLimits LIMITS = new JsonLimits(64 << 20, 128, 100_000);
  private static final int MAX_SHARED = 10_000;
  private static final long LONGEST_DEADLINE = 86_400_000;

  /** Large and of no interest here. */
  private static final RawValues UNREAD =
      (parent, name) ->
          (parent.equals("job") && name.equals("payload"))
              || (parent.equals("decision") && name.equals("metadata"));

  private final long defaultDeadlineMillis;
  private final Map<String, String> shared = new ConcurrentHashMap<>();

  AssignmentReader(long defaultDeadlineMillis) {
    this.defaultDeadlineMillis = defaultDeadlineMillis;
  }

  /**
   * One attempt.
   *
   * @param id its assignment id
   * @param rootId that of the first attempt
   * @param number from 1
   * @param deadlineMillis how long its worker has
   */
  record Attempt(
      String id, String rootId, int number, long deadlineMillis, AssignmentFacts facts) {}

  /** An assignment; null when the message is none. */
  @Nullable Attempt read(Message message) {
    byte[] body = message.payload();
    try {
      return JsonReader.read(body, 0, body.length, LIMITS, UNREAD) instanceof Map<?, ?> members
          ? read(members, message.headers())
          : null;
    } catch (JsonSyntaxException e) {
      return null;
    }
  }

  private @Nullable Attempt read(Map<?, ?> members, Map<String, String> headers) {
    String id = text(members, "assignment_id");
    String tenantId = text(members, "tenant_id");
    if (id == null || tenantId == null) {
      return null;
    }
    String rootId = headers.getOrDefault(Attempts.ROOT, id);
    return new Attempt(
        id,
        rootId,
        rootId.equals(id) ? 1 : number(headers.get(Attempts.NUMBER)),
        deadline(object(members, "options").get("deadline_ms")),
        facts(members, tenantId, headers));
  }

  private AssignmentFacts facts(Map<?, ?> members, String tenantId, Map<String, String> headers) {
    Map<?, ?> decision = object(members, "decision");
    Map<?, ?> metadata = object(members, "metadata");
    String provider = text(object(members, "executor"), "provider_id");
    String costCenter = text(metadata, "cost_center");
    return new AssignmentFacts(
        shared(tenantId),
        shared(or(provider == null ? text(decision, "provider_id") : provider, "")),
        shared(or(text(decision, "policy_id"), "default")),
        or(text(members, "request_id"), ""),
        shared(or(text(object(members, "job"), "type"), "unknown")),
        text(members, "trace_id"),
        costCenter == null ? text(metadata, "cost_centre") : costCenter,
        headers.get(AssignmentFacts.RESERVATION),
        WireHeaders.ofTrace(headers));
  }

  private long deadline(@Nullable Object value) {
    long millis = value instanceof Number number ? number.longValue() : 0;
    return Math.min(millis > 0 ? millis : defaultDeadlineMillis, LONGEST_DEADLINE);
  }

  private String shared(String text) {
    String known = shared.get(text);
    if (known != null) {
      return known;
    }
    if (shared.size() < MAX_SHARED) {
      shared.put(text, text);
    }
    return text;
  }

  private static int number(@Nullable String text) {
    try {
      return text == null ? 2 : Math.max(2, Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return 2;
    }
  }

  private static Map<?, ?> object(Map<?, ?> members, String name) {
    return members.get(name) instanceof Map<?, ?> object ? object : Map.of();
  }

  private static @Nullable String text(Map<?, ?> members, String name) {
    return members.get(name) instanceof String text && !text.isEmpty() ? text : null;
  }

  private static String or(@Nullable String text, String fallback) {
    return text == null ? fallback : text;
  }
}
