package beamline.router.api;

import java.util.Locale;

/** Why a provider was chosen, with the priority that the wire contract gives to the reason. */
public enum DecisionReason {
  /** The session is pinned to the provider. */
  STICKY(100),
  /** A weighted draw. */
  WEIGHTED(50),
  /** The best score by latency and cost. */
  BEST_SCORE(50),
  /** The provider whose failure was reported, once more. */
  RETRY(50),
  /** The target of the first fallback rule that matches the reported failure. */
  FALLBACK(25),
  /** A fallback target, since the breakers of all candidates are open. */
  CIRCUIT_BREAKER_FALLBACK(20);

  private final int priority;
  private final String wireName;

  DecisionReason(int priority) {
    this.priority = priority;
    this.wireName = name().toLowerCase(Locale.ROOT);
  }

  /** 0 to 100, higher is more certain. */
  public int priority() {
    return priority;
  }

  /** The reason on the wire, such as {@code circuit_breaker_fallback}. */
  public String wireName() {
    return wireName;
  }

  /** Whether the provider is not the one that the weights alone would give. */
  public boolean isFallback() {
    return this == FALLBACK || this == CIRCUIT_BREAKER_FALLBACK;
  }
}
