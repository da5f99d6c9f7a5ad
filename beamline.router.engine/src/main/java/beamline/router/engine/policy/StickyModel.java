package beamline.router.engine.policy;

/**
 * Sticky sessions (routing contract 3.4).
 *
 * @param enabled whether sessions stick
 * @param sessionKey name of the routing context's field whose value is the session
 * @param ttlMillis how long a session sticks after its last request, at most 3.6e12
 */
public record StickyModel(boolean enabled, String sessionKey, long ttlMillis) {

  /** What holds when no lifetime is given, or an unreadable one in lenient mode. */
  public static final long DEFAULT_TTL_MILLIS = 3_600_000;
}
