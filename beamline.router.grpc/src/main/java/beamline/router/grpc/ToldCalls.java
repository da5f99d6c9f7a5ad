package beamline.router.grpc;

import beamline.router.api.RemoteCall;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterEngine;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Deadline;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Tells the router of each call, when it comes and how it ends, with the trace of its caller. Not
 * told of are those that ask for the health or for what there is: some of them last for days.
 *
 * @param router who is told
 */
record ToldCalls(RouterEngine router) implements ServerInterceptor {
  private static final Context.Key<RemoteCall> CALL = Context.key("beamline-router-call");
  // W3C Trace Context
  private static final List<Metadata.Key<String>> TRACE =
      List.of(
          Metadata.Key.of("traceparent", Metadata.ASCII_STRING_MARSHALLER),
          Metadata.Key.of("tracestate", Metadata.ASCII_STRING_MARSHALLER));

  /** Decides for the present call; for nobody's when the router was not told of one. */
  static CompletionStage<RouteOutcome> decide(RouterEngine router, RouteRequest request) {
    RemoteCall told = CALL.get();
    return told == null ? router.decideAsync(request) : told.decideAsync(request);
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    RemoteCall told =
        router.remoteCall("grpc", call.getMethodDescriptor().getFullMethodName(), trace(headers));
    Context context = Context.current().withValue(CALL, told);
    return new Ending<>(
        Contexts.interceptCall(context, new Closing<>(call, told), headers, next),
        told,
        context.getDeadline());
  }

  private static Map<String, String> trace(Metadata headers) {
    Map<String, String> trace = new LinkedHashMap<>();
    for (Metadata.Key<String> key : TRACE) {
      String value = headers.get(key);
      if (value != null) {
        trace.put(key.name(), value);
      }
    }
    return trace;
  }

  /** Tells of the answer. */
  private static final class Closing<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final RemoteCall told;

    Closing(ServerCall<Q, A> call, RemoteCall told) {
      super(call);
      this.told = told;
    }

    @Override
    public void close(Status status, Metadata trailers) {
      told.ended(status.getCode().name());
      super.close(status, trailers);
    }
  }

  /** Tells of the end of what was not answered. */
  private static final class Ending<Q> extends SimpleForwardingServerCallListener<Q> {
    private final RemoteCall told;
    private final @Nullable Deadline deadline;

    Ending(ServerCall.Listener<Q> next, RemoteCall told, @Nullable Deadline deadline) {
      super(next);
      this.told = told;
      this.deadline = deadline;
    }

    @Override
    public void onCancel() {
      boolean late = deadline != null && deadline.isExpired();
      told.ended((late ? Status.Code.DEADLINE_EXCEEDED : Status.Code.CANCELLED).name());
      super.onCancel();
    }

    @Override
    public void onComplete() {
      told.ended(Status.Code.UNKNOWN.name()); // the server itself has closed it, since we failed
      super.onComplete();
    }
  }
}
