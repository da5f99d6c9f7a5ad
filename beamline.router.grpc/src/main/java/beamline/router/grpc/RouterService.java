package beamline.router.grpc;

import beamline.router.api.ExecutionReport;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.Permission;
import beamline.router.grpc.flow.v1.RouterGrpc;
import beamline.router.proto.DecisionMessage;
import beamline.router.proto.flow.v1.RouteDecision;
import beamline.router.proto.flow.v1.RouteRequest;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import org.jspecify.annotations.Nullable;

/** Decides for remote callers. Never blocks: who has to show who it is does so elsewhere. */
final class RouterService extends RouterGrpc.RouterImplBase {
  private final RouterEngine router;
  private final ErrorStatus errors;
  private final Answer answer;
  private final RequestReader reader;
  private final @Nullable AdminCalls readers;

  /**
   * A service.
   *
   * @param readers where callers show that they may read the tenant's policies; null when they need
   *     not
   */
  RouterService(
      RouterEngine router, ErrorStatus errors, RequestReader reader, @Nullable AdminCalls readers) {
    this.router = router;
    this.errors = errors;
    this.answer = new Answer(errors);
    this.reader = reader;
    this.readers = readers;
  }

  @Override
  public void decide(RouteRequest message, StreamObserver<RouteDecision> caller) {
    if (readers == null) {
      decideNow(message, caller);
    } else {
      // With a handler, answering a call that was cancelled meanwhile does nothing.
      ((ServerCallStreamObserver<RouteDecision>) caller).setOnCancelHandler(() -> {});
      readers.take(caller, () -> decideNow(message, caller));
    }
  }

  private void decideNow(RouteRequest message, StreamObserver<RouteDecision> caller) {
    if (answer.isLate(caller)) {
      return;
    }
    try {
      beamline.router.api.RouteRequest request = reader.read(message);
      if (readers != null) {
        readers.administration().require(Permission.POLICY_READ, request.tenantId());
      }
      ToldCalls.decide(router, request)
          .whenComplete((outcome, fault) -> reply(caller, outcome, fault));
    } catch (RuntimeException e) {
      caller.onError(errors.of(e));
    }
  }

  private void reply(
      StreamObserver<RouteDecision> caller,
      @Nullable RouteOutcome outcome,
      @Nullable Throwable fault) {
    if (((ServerCallStreamObserver<?>) caller).isCancelled()) {
      giveUp(outcome); // nobody is there any more
    } else if (outcome instanceof beamline.router.api.RouteDecision decision) {
      caller.onNext(DecisionMessage.of(decision));
      caller.onCompleted();
    } else if (outcome instanceof RouteRejection rejection) {
      caller.onError(errors.of(rejection));
    } else {
      caller.onError(errors.of(fault == null ? new IllegalStateException("no outcome") : fault));
    }
  }

  /** What was decided for nobody is not executed, and gives back what it reserved of budgets. */
  private void giveUp(@Nullable RouteOutcome outcome) {
    if (outcome instanceof beamline.router.api.RouteDecision decision
        && decision.reservation().isPresent()) {
      router.report(ExecutionReport.of(decision, ExecutionReport.Status.CANCELLED).build());
    }
  }
}
