package beamline.router.engine.flow.backpressure;

/**
 * Goes on above a threshold and off again below a share of it, so that it does not flicker. Used by
 * one thread at a time.
 */
final class Trigger {
  private final double on;
  private final double off;
  private boolean isOn;

  Trigger(double threshold, double recovery) {
    on = threshold;
    off = threshold * recovery;
  }

  boolean update(double value) {
    isOn = isOn ? value > off : value > on;
    return isOn;
  }
}
