package beamline.router.engine.telemetry;

import beamline.router.spi.Message;
import beamline.router.spi.Span;
import beamline.router.spi.Tracing;
import beamline.router.spi.Transport;
import java.util.Map;

/**
 * Begins the spans of messages, with the attributes that OpenTelemetry's conventions want of each.
 * Safe for concurrent use.
 */
public final class MessageSpans {
  private final Tracing tracing;
  private final String system;

  /** Spans of messages on this transport. */
  public MessageSpans(Tracing tracing, Transport transport) {
    this.tracing = tracing;
    this.system = transport.system();
  }

  /** Whether nobody traces. */
  public boolean areOff() {
    return tracing == Tracing.NONE;
  }

  /**
   * A message is handled.
   *
   * @param trace headers that tell the trace it belongs to
   */
  public Span processing(String name, Span.Kind kind, Message message, Map<String, String> trace) {
    if (areOff()) {
      return Span.NONE;
    }
    Span span = tracing.begin(name, kind, trace);
    if (span.isRecording()) {
      describe(span, "process", message.subject());
      span.attribute("messaging.message.id", message.headers().get(Message.MESSAGE_ID));
    }
    return span;
  }

  /** A message is published, below what it is published for. */
  public Span publishing(String name, Span parent, String subject) {
    Span span = parent.child(name, Span.Kind.PRODUCER);
    if (span.isRecording()) {
      describe(span, "send", subject);
    }
    return span;
  }

  private void describe(Span span, String operation, String subject) {
    span.attribute("messaging.system", system);
    span.attribute("messaging.operation.type", operation);
    span.attribute("messaging.destination.name", subject);
    span.attribute("subject", subject);
  }
}
