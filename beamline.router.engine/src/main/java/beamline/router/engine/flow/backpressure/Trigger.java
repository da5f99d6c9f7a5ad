package beamline.router.engine.flow.backpressure;

/**
 * Goes on above a threshold and off again below a share of it, so that it does not flicker. Used by
 * one thread at a time.
 */
final class Trigger {
  private final long on;
  private final long off;
  private boolean isOn;

  Trigger(long threshold, double recovery) {
    on = threshold;
    off = (long) (threshold * recovery);
  }

  boolean update(long value) {
    isOn = isOn ? value > off : value > on;
    return isOn;
  }
}
