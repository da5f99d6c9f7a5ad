package beamline.router.engine.extension;

import beamline.router.engine.extension.ExtensionLookup.Callee;
import beamline.router.engine.policy.ExtensionItem;
import beamline.router.engine.telemetry.SpanNames;
import beamline.router.spi.Span;
import java.util.Map;

/** The span of one call of an extension, its retries included. Used by one thread at a time. */
final class CallSpan {
  private final Span parent;
  private final ExtensionItem item;
  private Span span = Span.NONE;

  CallSpan(Span parent, ExtensionItem item) {
    this.parent = parent;
    this.item = item;
  }

  /** It is known what is called. */
  void begin(Callee callee) {
    boolean distant = callee instanceof Callee.Distant;
    span = begun(distant ? Span.Kind.CLIENT : Span.Kind.INTERNAL);
    if (callee instanceof Callee.Distant there) {
      span.attribute("subject", there.subject());
    }
  }

  private Span begun(Span.Kind kind) {
    Span begun = parent.child(SpanNames.CALL_EXTENSION, kind);
    begun.attribute("extension_id", item.id());
    begun.attribute("type", item.kind().wireName());
    return begun;
  }

  /** The trace goes on in these headers. */
  void inject(Map<String, String> headers) {
    span.inject(headers::put);
  }

  /** It ended like this; what could not even be called has a span as well. */
  CallResult ended(CallResult result) {
    Span ending = span == Span.NONE ? begun(Span.Kind.INTERNAL) : span;
    ending.attribute("status", result.status());
    ending.attribute("latency_ms", result.latencyNanos() / 1e6);
    if (!result.ok() && result.reply() == null) {
      ending.failed(result.code().reason(), result.status()); // a message may have what was sent
    }
    ending.end();
    return result;
  }
}
