package beamline.router.engine.flow.intake;

import beamline.router.api.RouteDecision;
import beamline.router.api.RouteRequest;
import beamline.router.engine.flow.assignment.Assignment;
import beamline.router.engine.flow.assignment.Publishing;
import beamline.router.engine.wire.Caller;
import org.jspecify.annotations.Nullable;

/** A request that is pushed to a worker: its reply, then its assignment. Used once. */
final class Exchange implements Publishing {
  private final DecideHandler handler;
  private final Arrival arrival;
  private final RouteRequest request;
  private final RouteDecision decision;
  private final Caller caller;
  private final @Nullable Lease lease;
  private byte @Nullable [] reply;

  Exchange(
      DecideHandler handler,
      Arrival arrival,
      RouteRequest request,
      RouteDecision decision,
      Caller caller,
      @Nullable Lease lease) {
    this.handler = handler;
    this.arrival = arrival;
    this.request = request;
    this.decision = decision;
    this.caller = caller;
    this.lease = lease;
  }

  @Override
  public Assignment prepare() {
    reply = handler.answer(arrival, request, decision, caller, lease);
    return handler.assignment(arrival, request, decision, lease);
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
