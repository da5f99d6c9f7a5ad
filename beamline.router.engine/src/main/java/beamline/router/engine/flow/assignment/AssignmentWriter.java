package beamline.router.engine.flow.assignment;

import beamline.router.api.AssignmentKeys;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.engine.flow.open.AssignmentFacts;
import beamline.router.engine.json.JsonWriter;
import beamline.router.engine.json.RawJson;
import beamline.router.engine.wire.WireHeaders;
import beamline.router.spi.Message;
import beamline.router.spi.Span;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes assignments as workers read them (routing contract 2.5): a bare object, a payload always,
 * its digits untouched, and the ids of the run at the top level. Safe for concurrent use.
 */
public final class AssignmentWriter {
  private static final int EXPECTED_BYTES = 640;
  private static final RawJson EMPTY = new RawJson("{}");

  private final AssignmentOptions options;
  private final String subject;

  /** A writer with these defaults. */
  public AssignmentWriter(RouterConfig config) {
    options = new AssignmentOptions(config);
    subject = config.get(AssignmentKeys.SUBJECT);
  }

  /** Where the assignment of this request goes. */
  public String subject(RouteRequest request) {
    return request.assignmentSubject().orElse(subject);
  }

  /**
   * The assignment of a decision.
   *
   * @param id its id
   * @param headers those of the request, for its trace
   * @param span the publication, whose trace the message carries on
   */
  public Assignment write(
      String id,
      RouteRequest request,
      RouteDecision decision,
      Map<String, String> headers,
      Span span) {
    Map<String, Object> merged = options.of(request, decision);
    byte[] body = body(id, request, decision, merged);
    Message message =
        Message.of(
            subject(request),
            body,
            headers(id, request, decision, WireHeaders.ofTrace(span, headers)));
    long deadlineMillis = options.deadlineMillis(merged);
    if (span.isRecording()) {
      span.attribute("assignment_id", id);
      span.attribute("request_id", request.requestId().orElse(null));
      span.attribute("trace_id", request.traceId().orElse(null));
      span.attribute("tenant_id", request.tenantId());
      span.attribute("deadline_ms", deadlineMillis);
      span.attribute("expected_latency_ms", decision.expectedLatencyMillis());
    }
    return new Assignment(
        id, request.tenantId(), request.requestId().orElse(""), deadlineMillis, message, span);
  }

  private static byte[] body(
      String id, RouteRequest request, RouteDecision decision, Map<String, Object> options) {
    int payload = request.payload().map(String::length).orElse(0);
    JsonWriter out =
        new JsonWriter(EXPECTED_BYTES + payload)
            .object()
            .member("version", "1")
            .member("assignment_id", id);
    member(out, "request_id", request.requestId());
    out.member("tenant_id", request.tenantId());
    member(out, "trace_id", request.traceId());
    member(out, "run_id", request.runId());
    member(out, "flow_id", request.flowId());
    member(out, "step_id", request.stepId());
    out.object("executor")
        .member("provider_id", decision.providerId())
        .member("channel", "nats")
        .end();
    job(out, request);
    out.member("options", (Object) options).object("correlation");
    member(out, "trace_id", request.traceId());
    out.end();
    decision(out, decision);
    return out.member("metadata", (Object) request.metadata()).end().toBytes();
  }

  /** Workers need the payload even when there is only a reference. */
  private static void job(JsonWriter out, RouteRequest request) {
    Optional<String> payload = request.payload();
    out.object("job")
        .member("type", request.taskType())
        .member("payload", payload.isPresent() ? new RawJson(payload.get()) : (Object) EMPTY);
    member(out, "payload_ref", request.payloadRef());
    out.end();
  }

  private static void decision(JsonWriter out, RouteDecision decision) {
    out.object("decision")
        .member("provider_id", decision.providerId())
        .member("priority", decision.priority())
        .member("expected_latency_ms", Math.max(0, Math.round(decision.expectedLatencyMillis())))
        .member("expected_cost", finite(decision.expectedCost()))
        .member("reason", decision.reason().wireName())
        .member("policy_id", decision.policyId());
    if (!decision.metadata().isEmpty()) {
      out.member("metadata", (Object) decision.metadata());
    }
    out.end();
  }

  private static Map<String, String> headers(
      String id, RouteRequest request, RouteDecision decision, Map<String, String> trace) {
    Map<String, String> headers = new HashMap<>(8);
    headers.put(Message.MESSAGE_ID, id);
    headers.put(WireHeaders.VERSION, "1");
    putIfSafe(headers, WireHeaders.TENANT_ID, request.tenantId());
    putIfSafe(headers, WireHeaders.TRACE_ID, request.traceId().orElse(null));
    headers.putAll(trace);
    putIfSafe(headers, AssignmentFacts.RESERVATION, decision.reservation().orElse(null));
    return headers;
  }

  private static void putIfSafe(Map<String, String> headers, String name, @Nullable String value) {
    if (value != null && WireHeaders.isSafe(value)) {
      headers.put(name, value);
    }
  }

  private static void member(JsonWriter out, String name, Optional<String> value) {
    if (value.isPresent()) {
      out.member(name, value.get());
    }
  }

  private static double finite(double value) {
    return Double.isFinite(value) ? value : 0;
  }
}
