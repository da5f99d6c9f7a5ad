package beamline.router.engine.policy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One policy as it was written, with every alias resolved, default applied and bound checked.
 *
 * @param tenantId the tenant that owns the policy
 * @param policyId the policy's id within the tenant
 * @param version {@code MAJOR.MINOR}, echoed only
 * @param strategy how one of several candidates is chosen
 * @param score how latency and cost count for {@link Strategy#BEST_SCORE}
 * @param providers in the order of the document; ids are distinct; may be empty in lenient mode
 * @param constraints what a candidate must meet; {@link ConstraintModel#NONE} when the policy says
 *     nothing
 * @param fallbacks rules in the order they are tried
 * @param sticky sticky sessions, or null when the policy has no such block
 * @param breaker circuit breaker settings, or null when the policy has no such block
 * @param rateLimit the policy's own rate limit, or null when the policy has no such block
 * @param legacyFallback provider of the legacy object, key {@code "fallback"}, used when nothing
 *     else is left
 * @param pre pre-processors in execution order
 * @param validators validators in execution order
 * @param post post-processors in execution order
 * @param timeoutMillis how long a request may take, 0 when not limited
 * @param healthCheck active provider checks, or null when the policy has no such block
 * @param maxAttempts how often work is assigned until it has a result, the first time included
 * @param metadata free data of the policy's author, without effect
 */
public record PolicyModel(
    String tenantId,
    String policyId,
    String version,
    Strategy strategy,
    ScoreModel score,
    List<ProviderModel> providers,
    ConstraintModel constraints,
    List<FallbackRule> fallbacks,
    @Nullable StickyModel sticky,
    @Nullable BreakerModel breaker,
    @Nullable LimitModel rateLimit,
    @Nullable String legacyFallback,
    List<ExtensionItem> pre,
    List<ExtensionItem> validators,
    List<ExtensionItem> post,
    int timeoutMillis,
    @Nullable HealthCheckModel healthCheck,
    int maxAttempts,
    Map<String, Object> metadata) {

  public PolicyModel {
    providers = List.copyOf(providers);
    fallbacks = List.copyOf(fallbacks);
    pre = List.copyOf(pre);
    validators = List.copyOf(validators);
    post = List.copyOf(post);
  }

  /** What it calls, in the order of the calls. */
  public Stream<ExtensionItem> extensions() {
    return Stream.of(pre, validators, post).flatMap(List::stream);
  }

  /** The same policy with these breaker settings. */
  public PolicyModel withBreaker(BreakerModel settings) {
    return new PolicyModel(
        tenantId,
        policyId,
        version,
        strategy,
        score,
        providers,
        constraints,
        fallbacks,
        sticky,
        settings,
        rateLimit,
        legacyFallback,
        pre,
        validators,
        post,
        timeoutMillis,
        healthCheck,
        maxAttempts,
        metadata);
  }
}
