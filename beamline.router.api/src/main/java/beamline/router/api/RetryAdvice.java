package beamline.router.api;

import java.time.Duration;

/**
 * What a fallback rule says about another try. The router never waits: the caller does.
 *
 * @param ruleId a stable id of the rule within its policy
 * @param attempt the number of this attempt, from 1; for a fallback, the attempts that were used up
 * @param maxAttempts how many tries the rule grants to the failed provider
 * @param backoff how long to wait before executing; zero for a fallback
 */
public record RetryAdvice(String ruleId, int attempt, int maxAttempts, Duration backoff) {}
