package beamline.router.examples.admin;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends a stream of which nothing comes in time. What follows may take as long as whoever reads it
 * does, which a deadline of the call would not allow.
 *
 * @param patience how long to wait for the first message
 */
record FirstAnswer(Duration patience) implements ClientInterceptor {

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        CompletableFuture<Boolean> inTime = new CompletableFuture<>();
        super.start(reported(listener, inTime), headers);
        var unused =
            inTime
                .completeOnTimeout(false, patience.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(
                    it -> {
                      if (!it) {
                        cancel("nothing came within " + patience, null);
                      }
                    });
      }
    };
  }

  private static <A> ClientCall.Listener<A> reported(
      ClientCall.Listener<A> listener, CompletableFuture<Boolean> inTime) {
    return new SimpleForwardingClientCallListener<>(listener) {
      @Override
      public void onMessage(A message) {
        inTime.complete(true);
        super.onMessage(message);
      }

      @Override
      public void onClose(Status status, Metadata trailers) {
        inTime.complete(true);
        super.onClose(inTime.join() ? status : Status.DEADLINE_EXCEEDED, trailers);
      }
    };
  }
}
