package beamline.router.engine.wire;

import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;

/** What the bytes of a request turned out to be. */
public sealed interface Reading {

  /** Whom to answer, in either case. */
  Caller caller();

  /** A request to be decided. */
  record Accepted(RouteRequest request, Caller caller) implements Reading {}

  /** No request that can be decided, and why. Its ids are a guess. */
  record Refused(RouteRejection rejection, Caller caller) implements Reading {}
}
