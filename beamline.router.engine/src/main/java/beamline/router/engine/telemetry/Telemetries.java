package beamline.router.engine.telemetry;

import beamline.router.spi.Telemetry;
import java.util.List;

/** Makes one of several that are told what happens. */
public final class Telemetries {
  private Telemetries() {}

  /**
   * Tells all of these, in this order. What only one of them listens to is told to that one
   * directly. They are closed by who made them.
   */
  public static Telemetry of(List<Telemetry> all) {
    return all.stream().reduce(Telemetry.NONE, BothTelemetries::of);
  }
}
