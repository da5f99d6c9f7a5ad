package beamline.router.grpc;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.Administration;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.function.Function;

/**
 * Answers calls to administer, each as whoever its caller shows itself to be: what it may do is
 * found out by {@link RouterEngine#administration(beamline.router.api.admin.Credentials)}, nowhere
 * else. All administrative services share the threads of one of these. Safe for concurrent use.
 */
final class AdminCalls {
  private final RouterEngine router;
  private final ErrorStatus errors;
  private final Answer answer;
  private final AdminThreads threads = new AdminThreads();

  AdminCalls(RouterEngine router, ErrorStatus errors) {
    this.router = router;
    this.errors = errors;
    this.answer = new Answer(errors);
  }

  /** Answers with what this makes, or with what was thrown instead, when a thread is free. */
  <A> void answer(StreamObserver<A> caller, Function<Administration, A> work) {
    // With a handler, answering a call that was cancelled meanwhile does nothing, and is no fault.
    ((ServerCallStreamObserver<A>) caller).setOnCancelHandler(() -> {});
    boolean taken =
        threads.take(
            () ->
                answer.with(
                    caller, () -> work.apply(router.administration(ShownCredentials.ofCall()))));
    if (!taken) {
      caller.onError(
          errors.of(
              RouteRejection.of(
                  ErrorCode.SERVICE_OVERLOADED, "too many administrative calls wait")));
    }
  }
}
