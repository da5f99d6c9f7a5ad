package beamline.router.engine.breaker;

import beamline.router.spi.BreakerState;

/** Told when a breaker changes its state. Must not block or throw. */
@FunctionalInterface
public interface BreakerListener {
  /** Nobody listens. */
  BreakerListener NONE = (from, to, trigger) -> {};

  /**
   * The breaker changed.
   *
   * @param trigger why, in the words of the routing contract
   */
  void changed(BreakerState from, BreakerState to, String trigger);
}
