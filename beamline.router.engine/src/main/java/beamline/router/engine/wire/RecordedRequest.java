package beamline.router.engine.wire;

import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;

/** What a line of a recording turned out to be. */
public sealed interface RecordedRequest {

  /**
   * A request.
   *
   * @param draw that of the recorded decision, in [0, 1); {@code NaN} when it was not recorded
   */
  record Accepted(RouteRequest request, double draw) implements RecordedRequest {

    /** Whether the draw was recorded. */
    public boolean hasDraw() {
      return !Double.isNaN(draw);
    }
  }

  /** No request, and what intake would say to it. */
  record Refused(RouteRejection rejection) implements RecordedRequest {}
}
