package beamline.router.engine.telemetry;

import beamline.router.api.RemoteCall;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRequest;
import beamline.router.spi.Span;
import beamline.router.spi.Telemetry;
import beamline.router.spi.Tracing;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/** Calls that a host answers with the router. Safe for concurrent use. */
public final class RemoteCalls {
  private final Telemetry telemetry;
  private final Tracing tracing;
  private final LongSupplier nanoTime;

  /** Calls that this telemetry is told of. */
  public RemoteCalls(Telemetry telemetry, LongSupplier nanoTime) {
    this.telemetry = telemetry;
    this.tracing = telemetry.tracing();
    this.nanoTime = nanoTime;
  }

  /** A call has come. */
  public RemoteCall begin(
      String protocol,
      String method,
      Map<String, String> headers,
      BiFunction<RouteRequest, Span, CompletionStage<RouteOutcome>> decider) {
    telemetry.callBegan(protocol, method);
    return new Call(protocol, method, headers, decider);
  }

  private final class Call implements RemoteCall {
    private final String protocol;
    private final String method;
    private final Map<String, String> headers;
    private final BiFunction<RouteRequest, Span, CompletionStage<RouteOutcome>> decider;
    private final long start = nanoTime.getAsLong();
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Span span = Span.NONE;

    private Call(
        String protocol,
        String method,
        Map<String, String> headers,
        BiFunction<RouteRequest, Span, CompletionStage<RouteOutcome>> decider) {
      this.protocol = protocol;
      this.method = method;
      this.headers = headers;
      this.decider = decider;
    }

    @Override
    public CompletionStage<RouteOutcome> decideAsync(RouteRequest request) {
      if (tracing != Tracing.NONE && span == Span.NONE && !ended.get()) {
        span = begun(request);
      }
      return decider.apply(request, span);
    }

    private Span begun(RouteRequest request) {
      Span begun = tracing.begin(SpanNames.decideOver(protocol), Span.Kind.SERVER, headers);
      int slash = method.lastIndexOf('/');
      begun.attribute("rpc.system", protocol);
      begun.attribute("rpc.service", slash < 0 ? null : method.substring(0, slash));
      begun.attribute("rpc.method", method.substring(slash + 1));
      begun.attribute("tenant_id", request.tenantId());
      begun.attribute("request_id", request.requestId().orElse(null));
      begun.attribute("trace_id", request.traceId().orElse(null));
      return begun;
    }

    @Override
    public void ended(String status) {
      if (ended.compareAndSet(false, true)) {
        span.attribute("rpc.response.status_code", status);
        span.end();
        telemetry.callEnded(protocol, method, status, nanoTime.getAsLong() - start);
      }
    }
  }
}
