package beamline.router.spi;

import java.util.Locale;

/** The state of a circuit breaker. */
public enum BreakerState {
  /** Calls pass. */
  CLOSED,
  /** Calls are kept away. */
  OPEN,
  /** A bounded number of probes passes. */
  HALF_OPEN;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The state in metrics and explanations. */
  public String label() {
    return label;
  }
}
