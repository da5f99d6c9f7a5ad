package beamline.router.engine.policy;

import beamline.router.engine.json.JsonLimits;

/** The bounds of a policy document, the same in strict and lenient mode. */
public final class PolicyLimits {

  /** Size, depth and number of values of a document. */
  public static final JsonLimits DOCUMENT = new JsonLimits(1 << 20, 32, 100_000);

  /** Most problems, and most warnings, that are reported for a document. */
  public static final int MAX_FINDINGS = 100;

  /** Most providers of a policy. */
  public static final int MAX_PROVIDERS = 1000;

  /** Most fallback rules of a policy. */
  public static final int MAX_RULES = 1000;

  /** Most extensions in one of the three lists, whatever is configured. */
  public static final int MAX_EXTENSIONS_PER_LIST = 1000;

  /** Most labels of a provider or a constraint. */
  public static final int MAX_LABELS = 64;

  /** Longest name, id, key or label. */
  public static final int MAX_NAME_LENGTH = 255;

  /** Highest latency that can be expected or demanded, in milliseconds. */
  public static final int MAX_LATENCY_MILLIS = 3_600_000;

  /** Highest cost that can be expected or demanded. */
  public static final int MAX_COST = 1_000_000_000;

  private PolicyLimits() {}
}
