package beamline.router.engine.extension.call;

import beamline.router.engine.breaker.Breaker;
import org.jspecify.annotations.Nullable;

/**
 * Where a call goes.
 *
 * @param instance the id of the instance; empty where there is only one place
 * @param subject what is called
 * @param weight its share of the calls
 * @param unhealthy whether the registry says that it does not work
 * @param breaker what its calls say; null where there is only one place
 */
record Place(
    String instance, String subject, int weight, boolean unhealthy, @Nullable Breaker breaker) {

  /** The only place. */
  static Place only(String subject) {
    return new Place("", subject, 1, false, null);
  }

  boolean doesWell(long now) {
    return !unhealthy && (breaker == null || breaker.allows(now));
  }

  /** Takes the permission for a call, which {@link #ended} or {@link #undecided} gives back. */
  boolean take(long now) {
    return breaker == null || breaker.tryAcquire(now);
  }

  void ended(boolean failed, long now) {
    if (breaker != null) {
      breaker.record(failed, 0, now);
    }
  }

  /** The call said nothing about it. */
  void undecided() {
    if (breaker != null) {
      breaker.release();
    }
  }
}
