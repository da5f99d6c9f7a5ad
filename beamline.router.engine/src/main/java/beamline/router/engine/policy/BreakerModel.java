package beamline.router.engine.policy;

/**
 * Circuit breaker settings of a policy's providers (routing contract 3.8).
 *
 * @param enabled whether breakers are kept at all
 * @param failureThreshold consecutive failures that open, 1 to 100
 * @param successThreshold successes in half-open that close, 1 to 10
 * @param timeoutMillis from open to half-open, 1000 to 300000
 * @param halfOpenMaxCalls most calls at a time in half-open, 1 to 100
 * @param errorRateThreshold share of failures in the window that opens, 0 to 1
 * @param errorRateWindowSeconds length of the window, 1 to 3600
 * @param latencyThresholdMillis latency of the provider that opens, 1 to 3600000
 * @param minimumCalls fewest calls in the window before a rate counts, 1 to 100000
 */
public record BreakerModel(
    boolean enabled,
    int failureThreshold,
    int successThreshold,
    int timeoutMillis,
    int halfOpenMaxCalls,
    double errorRateThreshold,
    int errorRateWindowSeconds,
    int latencyThresholdMillis,
    int minimumCalls) {}
