package beamline.router.engine.flow.result;

import beamline.router.api.ResultKeys;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.flow.open.AssignmentFacts;
import beamline.router.engine.flow.open.OpenAssignment;
import beamline.router.engine.json.JsonWriter;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What is billed: one event per piece of work, however many attempts and results it had (routing
 * contract 2.8). Its message id is {@code usage-} and the id of the first attempt, so that the
 * stream keeps one whoever publishes it how often. Safe for concurrent use.
 */
final class UsageEvents {
  private static final int EXPECTED_BYTES = 512;

  private final Transport transport;
  private final String subject;

  UsageEvents(FlowContext context) {
    transport = context.transport();
    subject = context.config().get(ResultKeys.USAGE_SUBJECT);
  }

  /** Completes when the event is stored. */
  CompletionStage<Transport.Stored> publish(
      OpenAssignment assignment, ResultMessage result, long storedAtMillis) {
    return transport.publishAcknowledged(message(assignment, result, storedAtMillis));
  }

  private Message message(OpenAssignment assignment, ResultMessage result, long storedAtMillis) {
    AssignmentFacts facts = assignment.facts();
    String traceId = result.traceId() == null ? facts.traceId() : result.traceId();
    Map<String, String> headers = new HashMap<>(8);
    headers.put(Message.MESSAGE_ID, "usage-" + assignment.rootId());
    headers.put("version", "1");
    putIfSafe(headers, "tenant_id", facts.tenantId());
    putIfSafe(headers, "trace_id", traceId);
    return Message.of(subject, body(assignment, result, traceId, storedAtMillis), headers);
  }

  private static byte[] body(
      OpenAssignment assignment,
      ResultMessage result,
      @Nullable String traceId,
      long storedAtMillis) {
    AssignmentFacts facts = assignment.facts();
    JsonWriter out =
        new JsonWriter(EXPECTED_BYTES)
            .object()
            .member("version", "1")
            .member("tenant_id", facts.tenantId())
            .member("provider_id", facts.providerId())
            .member("event_type", facts.jobType());
    if (result.latencyMillis() >= 0) {
      out.member("latency_ms", result.latencyMillis());
    }
    if (!Double.isNaN(result.cost())) {
      out.member("cost", result.cost());
    }
    out.member("status", result.statusText());
    member(out, "error_code", result.errorCode());
    member(out, "trace_id", traceId);
    out.member(
        "timestamp", result.timestampMillis() > 0 ? result.timestampMillis() : storedAtMillis);
    member(out, "assignment_id", result.assignmentId());
    out.member("root_assignment_id", assignment.rootId());
    member(out, "request_id", facts.requestId().isEmpty() ? null : facts.requestId());
    out.member("policy_id", facts.policyId());
    member(out, "worker_id", result.workerId());
    member(out, "cost_center", facts.costCenter());
    return out.end().toBytes();
  }

  private static void member(JsonWriter out, String name, @Nullable String value) {
    if (value != null) {
      out.member(name, value);
    }
  }

  /** Ids come from outside; a line break in one would forge another header. */
  private static void putIfSafe(Map<String, String> headers, String name, @Nullable String value) {
    if (value != null && value.length() <= 255 && value.chars().allMatch(c -> c > ' ' && c < 127)) {
      headers.put(name, value);
    }
  }
}
