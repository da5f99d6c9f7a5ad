package beamline.router.engine.flow.result;

import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.flow.open.AssignmentFacts;
import beamline.router.engine.flow.open.OpenAssignment;
import beamline.router.engine.telemetry.MessageSpans;
import beamline.router.engine.wire.WireHeaders;
import beamline.router.spi.Message;
import beamline.router.spi.Span;
import java.util.Map;

/**
 * Spans of what workers send back. A worker that traces tells the trace in its headers; for others
 * it is that of the assignment, which is linked in any case. Safe for concurrent use.
 */
public final class ReturnSpans {
  private final MessageSpans spans;

  /** Spans of messages on the context's transport. */
  public ReturnSpans(FlowContext context) {
    spans = new MessageSpans(context.tracing(), context.transport());
  }

  /** Begins the span of a message that answers this assignment. */
  public Span begin(String name, Message message, OpenAssignment assignment) {
    if (spans.areOff()) {
      return Span.NONE;
    }
    AssignmentFacts facts = assignment.facts();
    Map<String, String> told = WireHeaders.ofTrace(message.headers());
    if (told.isEmpty() && facts.trace().isEmpty()) {
      return Span.NONE; // its decision was left out of the sample: so is what comes of it
    }
    Span span =
        spans.processing(name, Span.Kind.CONSUMER, message, told.isEmpty() ? facts.trace() : told);
    if (span.isRecording()) {
      span.link(facts.trace());
      span.attribute("assignment_id", assignment.rootId());
      span.attribute("request_id", facts.requestId());
      span.attribute("tenant_id", facts.tenantId());
      span.attribute("trace_id", facts.traceId());
      span.attribute("provider_id", facts.providerId());
      span.attribute("job_type", facts.jobType());
      span.attribute("version", message.headers().get(WireHeaders.VERSION));
      span.attribute("msg_id", message.headers().get(Message.MESSAGE_ID));
    }
    return span;
  }

  /** Begins the span of what is published because of it. */
  Span publishing(String name, Span parent, String subject) {
    return spans.publishing(name, parent, subject);
  }
}
