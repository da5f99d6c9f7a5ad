package beamline.router.engine.catalogue;

import beamline.router.api.policy.PolicyKey;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Policies of one tenant that serve tenants without a policy of that name. Limits, breakers and
 * telemetry are those of the tenant that is served, so that each gets a compiled policy of its own,
 * at its first request. Safe for concurrent use.
 */
final class FallbackPolicies {
  private static final int MAX_TENANTS = 10_000;

  private final String fallbackTenant;
  private final PolicyCompiler compiler;
  private final Cache<String, Map<String, Lent>> lent;

  private record Lent(CompiledPolicy from, CompiledPolicy policy) {}

  /**
   * Policies of this tenant for others.
   *
   * @param whenForgotten hears of tenants that were not served for long, when there are many
   */
  FallbackPolicies(String tenantId, PolicyCompiler compiler, Consumer<String> whenForgotten) {
    this.fallbackTenant = tenantId;
    this.compiler = compiler;
    this.lent =
        Caffeine.newBuilder()
            .maximumSize(MAX_TENANTS)
            .executor(Runnable::run)
            .<String, Map<String, Lent>>removalListener(
                (tenant, policies, cause) -> {
                  if (tenant != null) {
                    whenForgotten.accept(tenant);
                  }
                })
            .build();
  }

  String tenantId() {
    return fallbackTenant;
  }

  /** The policy for a tenant that has none of this name; null when there is none to lend. */
  @Nullable CompiledPolicy find(PolicySnapshot snapshot, String tenantId, String policyId) {
    CompiledPolicy from = snapshot.find(fallbackTenant, policyId);
    if (from == null) {
      return null;
    }
    Map<String, Lent> policies = lent.getIfPresent(tenantId);
    Lent known = policies == null ? null : policies.get(policyId);
    return known != null && known.from() == from ? known.policy() : lend(from, tenantId, policyId);
  }

  private @Nullable CompiledPolicy lend(CompiledPolicy from, String tenantId, String policyId) {
    if (!PolicyKey.isId(tenantId)) {
      return null;
    }
    CompiledPolicy policy =
        compiler.compile(new PolicyKey(tenantId, policyId), from.revision, from.model);
    lent.get(tenantId, tenant -> new ConcurrentHashMap<>()).put(policyId, new Lent(from, policy));
    return policy;
  }

  /** What a tenant was lent. */
  Collection<CompiledPolicy> lentTo(String tenantId) {
    return lent.asMap().getOrDefault(tenantId, Map.of()).values().stream()
        .map(Lent::policy)
        .toList();
  }
}
