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
 * else. The services that administer share the threads of one of these, all that concerns decisions
 * those of another one, and who reads the audit log, which can take long, those of a third. Safe
 * for concurrent use.
 */
final class AdminCalls {
  /** How many threads there are for calls to administer, and as many for those about decisions. */
  static final int THREADS = 8;

  /** How many threads read the audit log. */
  static final int AUDIT_THREADS = 2;

  /** How many calls to administer wait, and as many to read the audit log. */
  static final int ADMINISTRATIVE = 64;

  /** How many calls about decisions wait: they come in bursts, and few of them wait for long. */
  static final int DECIDING = 1024;

  private final RouterEngine router;
  private final ErrorStatus errors;
  private final Answer answer;
  private final AdminThreads threads;

  private AdminCalls(RouterEngine router, ErrorStatus errors, AdminThreads threads) {
    this.router = router;
    this.errors = errors;
    this.answer = new Answer(errors);
    this.threads = threads;
  }

  /** Calls of administrators. */
  static AdminCalls administrative(RouterEngine router, ErrorStatus errors) {
    return new AdminCalls(
        router, errors, new AdminThreads("beamline-grpc-admin", THREADS, ADMINISTRATIVE));
  }

  /** Calls of those who read the audit log. */
  static AdminCalls auditing(RouterEngine router, ErrorStatus errors) {
    return new AdminCalls(
        router, errors, new AdminThreads("beamline-grpc-audit", AUDIT_THREADS, ADMINISTRATIVE));
  }

  /** Calls of those who ask for decisions. */
  static AdminCalls deciding(RouterEngine router, ErrorStatus errors) {
    return new AdminCalls(
        router, errors, new AdminThreads("beamline-grpc-decide", THREADS, DECIDING));
  }

  /** Answers with what this makes, or with what was thrown instead, when a thread is free. */
  <A> void answer(StreamObserver<A> caller, Function<Administration, A> work) {
    // With a handler, answering a call that was cancelled meanwhile does nothing, and is no fault.
    ((ServerCallStreamObserver<A>) caller).setOnCancelHandler(() -> {});
    take(caller, () -> answer.with(caller, () -> work.apply(administration())));
  }

  /** Does this when a thread is free; refuses the call when too many wait for one. */
  void take(StreamObserver<?> caller, Runnable work) {
    if (!threads.take(work)) {
      caller.onError(
          errors.of(
              RouteRejection.of(ErrorCode.SERVICE_OVERLOADED, "too many calls wait for stores")));
    }
  }

  /** What the caller of the present call may do. May wait for stores. */
  Administration administration() {
    return router.administration(ShownCredentials.ofCall());
  }
}
