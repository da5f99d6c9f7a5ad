package beamline.router.engine.telemetry;

import beamline.router.api.RemoteCall;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRequest;
import beamline.router.spi.Telemetry;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Calls that a host answers with the router. Safe for concurrent use. */
public final class RemoteCalls {
  private final Telemetry telemetry;
  private final LongSupplier nanoTime;

  /** Calls that this telemetry is told of. */
  public RemoteCalls(Telemetry telemetry, LongSupplier nanoTime) {
    this.telemetry = telemetry;
    this.nanoTime = nanoTime;
  }

  /** A call has come. */
  public RemoteCall begin(
      String protocol,
      String method,
      Map<String, String> headers,
      Function<RouteRequest, CompletionStage<RouteOutcome>> decider) {
    telemetry.callBegan(protocol, method);
    return new Call(protocol, method, decider);
  }

  private final class Call implements RemoteCall {
    private final String protocol;
    private final String method;
    private final Function<RouteRequest, CompletionStage<RouteOutcome>> decider;
    private final long start = nanoTime.getAsLong();
    private final AtomicBoolean ended = new AtomicBoolean();

    private Call(
        String protocol,
        String method,
        Function<RouteRequest, CompletionStage<RouteOutcome>> decider) {
      this.protocol = protocol;
      this.method = method;
      this.decider = decider;
    }

    @Override
    public CompletionStage<RouteOutcome> decideAsync(RouteRequest request) {
      return decider.apply(request);
    }

    @Override
    public void ended(String status) {
      if (ended.compareAndSet(false, true)) {
        telemetry.callEnded(protocol, method, status, nanoTime.getAsLong() - start);
      }
    }
  }
}
