package beamline.router.engine.policy;

/**
 * The token bucket of a policy (routing contract 5.2).
 *
 * @param enabled whether the limit holds
 * @param ratePerSecond tokens added per second, above 0; a limit per minute is divided by 60
 * @param burst size of the bucket, 1 to 1000000
 * @param scope who shares the bucket
 */
public record LimitModel(boolean enabled, double ratePerSecond, int burst, Scope scope) {

  /** Who shares a bucket. */
  public enum Scope {
    /** Every request to the router. */
    GLOBAL,
    /** All requests of a tenant. */
    TENANT,
    /** All requests of a tenant under one policy. */
    POLICY,
    /** All requests of one user of a tenant. */
    USER
  }
}
