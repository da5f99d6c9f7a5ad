package beamline.router.grpc;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteRejection;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/**
 * Answers calls that have one answer, and takes up none that nobody waits for any more.
 *
 * @param errors what refusals and faults become
 */
record Answer(ErrorStatus errors) {

  /** Answers with a value, or with what was thrown instead. */
  <A> void with(StreamObserver<A> caller, Supplier<A> work) {
    if (isLate(caller)) {
      return;
    }
    A answer;
    try {
      answer = work.get();
    } catch (RuntimeException e) {
      caller.onError(errors.of(e));
      return;
    }
    caller.onNext(answer);
    caller.onCompleted();
  }

  /** Whether the call has come too late to be worth anything; then it has been answered. */
  boolean isLate(StreamObserver<?> caller) {
    Deadline deadline = Context.current().getDeadline();
    if (!Context.current().isCancelled() && (deadline == null || !deadline.isExpired())) {
      return false;
    }
    ErrorCode code = ErrorCode.DEADLINE_EXCEEDED;
    caller.onError(errors.of(RouteRejection.of(code, code.defaultMessage())));
    return true;
  }
}
