package beamline.router.engine.flow.intake;

import beamline.router.api.RouteDecision;
import beamline.router.api.RouteRequest;
import beamline.router.engine.flow.assignment.Assignment;
import beamline.router.engine.flow.assignment.Publishing;
import beamline.router.engine.wire.Caller;
import beamline.router.spi.Message;
import org.jspecify.annotations.Nullable;

/** A request that is pushed to a worker: its reply, then its assignment. Used once. */
final class Exchange implements Publishing {
  private final DecideHandler handler;
  private final Message message;
  private final RouteRequest request;
  private final RouteDecision decision;
  private final Caller caller;
  private final @Nullable Lease lease;
  private final long start;
  private byte @Nullable [] reply;

  Exchange(
      DecideHandler handler,
      Message message,
      RouteRequest request,
      RouteDecision decision,
      Caller caller,
      @Nullable Lease lease,
      long start) {
    this.handler = handler;
    this.message = message;
    this.request = request;
    this.decision = decision;
    this.caller = caller;
    this.lease = lease;
    this.start = start;
  }

  @Override
  public Assignment prepare() {
    reply = handler.answer(message, request, decision, caller, lease, start);
    return handler.assignment(message, request, decision, lease);
  }

  @Override
  public void ended(boolean stored) {
    if (!stored) {
      handler.release(decision);
    }
    byte[] answer = reply;
    if (lease != null && answer != null) {
      if (stored) {
        lease.complete(answer);
      } else {
        lease.abort(answer);
      }
    }
    handler.ended();
  }
}
