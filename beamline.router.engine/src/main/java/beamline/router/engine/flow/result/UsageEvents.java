package beamline.router.engine.flow.result;

import beamline.router.api.ResultKeys;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.flow.open.AssignmentFacts;
import beamline.router.engine.flow.open.OpenAssignment;
import beamline.router.engine.json.JsonWriter;
import beamline.router.engine.telemetry.SpanNames;
import beamline.router.engine.wire.WireHeaders;
import beamline.router.spi.Message;
import beamline.router.spi.Span;
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
  private final ReturnSpans spans;

  UsageEvents(FlowContext context, ReturnSpans spans) {
    this.spans = spans;
    transport = context.transport();
    subject = context.config().get(ResultKeys.USAGE_SUBJECT);
  }

  /** Completes when the event is stored, for the result of this span. */
  CompletionStage<Transport.Stored> publish(
      OpenAssignment assignment, ResultMessage result, long storedAtMillis, Span ofResult) {
    Span span = spans.publishing(SpanNames.EMIT_USAGE, ofResult, subject);
    if (!span.isRecording()) {
      return transport.publishAcknowledged(
          message(assignment, result, storedAtMillis, assignment.facts().trace()));
    }
    describe(span, assignment, result);
    span.attribute("usage_subject", subject);
    CompletionStage<Transport.Stored> stored;
    try {
      stored =
          transport.publishAcknowledged(
              message(assignment, result, storedAtMillis, WireHeaders.ofTrace(span, Map.of())));
    } catch (RuntimeException e) {
      emitted(span, e);
      throw e;
    }
    return stored.whenComplete((done, fault) -> emitted(span, fault));
  }

  private static void describe(Span span, OpenAssignment assignment, ResultMessage result) {
    AssignmentFacts facts = assignment.facts();
    span.attribute("tenant_id", facts.tenantId());
    span.attribute("provider_id", facts.providerId());
    span.attribute("event_type", facts.jobType());
    span.attribute("status", result.statusText());
    span.attribute("assignment_id", assignment.rootId());
    span.attribute("request_id", facts.requestId());
    span.attribute("trace_id", facts.traceId());
    if (result.latencyMillis() >= 0) {
      span.attribute("latency_ms", result.latencyMillis());
    }
    if (result.cost() >= 0) {
      span.attribute("cost", result.cost());
    }
  }

  private static void emitted(Span span, @Nullable Throwable fault) {
    span.attribute("usage.emit_result", fault == null ? "ok" : "error");
    if (fault != null) {
      span.attribute("usage.emit_error", fault.getClass().getName());
      span.failed(fault.getClass().getName(), "not stored");
    }
    span.end();
  }

  private Message message(
      OpenAssignment assignment,
      ResultMessage result,
      long storedAtMillis,
      Map<String, String> trace) {
    AssignmentFacts facts = assignment.facts();
    String traceId = result.traceId() == null ? facts.traceId() : result.traceId();
    Map<String, String> headers = new HashMap<>(8);
    headers.put(Message.MESSAGE_ID, "usage-" + assignment.rootId());
    headers.put("version", "1");
    putIfSafe(headers, "tenant_id", facts.tenantId());
    putIfSafe(headers, "trace_id", traceId);
    headers.putAll(trace);
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
