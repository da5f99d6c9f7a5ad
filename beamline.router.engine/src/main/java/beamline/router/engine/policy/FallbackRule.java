package beamline.router.engine.policy;

import org.jspecify.annotations.Nullable;

/**
 * What to do after a reported failure; the first rule whose condition holds is used (routing
 * contract 3.5).
 *
 * @param when holds for the failures that the rule is for
 * @param retry how often the current provider is tried again before {@code to}, 0 to 10
 * @param to the provider to change to; in lenient mode it need not be one of the policy's providers
 * @param backoff how long the caller should wait before a retry
 * @param ruleId short hash of the rule's content: equal rules have equal ids, on every node and
 *     after every restart
 */
public record FallbackRule(
    Condition when, int retry, @Nullable String to, BackoffModel backoff, String ruleId) {}
