package beamline.router.engine.policy;

/**
 * Active checks of a policy's providers (routing contract 3.2).
 *
 * @param enabled whether providers are checked
 * @param intervalMillis between two checks, 1000 to 60000
 * @param timeoutMillis of one check, 100 to 10000
 * @param failureThreshold failed checks in a row that make a provider unhealthy, 1 to 100
 */
public record HealthCheckModel(
    boolean enabled, int intervalMillis, int timeoutMillis, int failureThreshold) {}
