package beamline.router.engine.catalogue;

import beamline.router.api.ConfigKey;
import beamline.router.api.ErrorCode;
import beamline.router.api.LimitKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.api.admin.QuotaViolation;
import beamline.router.api.admin.TenantSettings;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.engine.policy.PolicyModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How much a tenant may store.
 *
 * @param policies policies of a tenant; whoever stores one asks the store to keep to it
 * @param rules fallback rules of a policy
 * @param providers providers of a policy
 */
public record Quotas(int policies, int rules, int providers) {

  /** The quotas of this configuration. */
  public static Quotas of(RouterConfig config) {
    return new Quotas(
        config.get(LimitKeys.QUOTA_POLICIES),
        config.get(LimitKeys.QUOTA_RULES),
        config.get(LimitKeys.QUOTA_PROVIDERS));
  }

  /** These, with what is set for a tenant in place of what is configured. */
  public Quotas with(TenantSettings own) {
    return new Quotas(
        own.maxPolicies().orElse(policies),
        own.maxRulesPerPolicy().orElse(rules),
        own.maxProvidersPerPolicy().orElse(providers));
  }

  /** Is told what somebody wanted to store too much of. */
  @FunctionalInterface
  public interface Exceeded {
    /** This much is allowed, and there would be so many. */
    void by(PolicyKey key, QuotaViolation.Type type, int limit, int current);
  }

  /** Fails when a policy has more than it may have. */
  void check(PolicyKey key, PolicyModel policy, Exceeded exceeded) {
    List<PolicyProblem> problems = problems(policy);
    if (!problems.isEmpty()) {
      if (policy.providers().size() > providers) {
        exceeded.by(key, QuotaViolation.Type.PROVIDERS, providers, policy.providers().size());
      }
      if (policy.fallbacks().size() > rules) {
        exceeded.by(key, QuotaViolation.Type.RULES, rules, policy.fallbacks().size());
      }
      throw new RouterException(
          ErrorCode.QUOTA_EXCEEDED,
          problems.stream()
              .map(PolicyProblem::toString)
              .collect(Collectors.joining("; ", "policy " + key + ": ", "")));
    }
  }

  /** What a policy has more of than it may have. */
  List<PolicyProblem> problems(PolicyModel policy) {
    List<PolicyProblem> problems = new ArrayList<>();
    count(problems, "providers", policy.providers().size(), providers, LimitKeys.QUOTA_PROVIDERS);
    count(problems, "fallbacks", policy.fallbacks().size(), rules, LimitKeys.QUOTA_RULES);
    return problems;
  }

  private static void count(
      List<PolicyProblem> problems, String path, int count, int most, ConfigKey<Integer> setting) {
    if (count > most) {
      problems.add(
          new PolicyProblem(
              path, "are " + count + ", may be " + most + " (" + setting.name() + ")"));
    }
  }

  RouterException full(PolicyKey key) {
    return new RouterException(
        ErrorCode.QUOTA_EXCEEDED,
        "policy "
            + key
            + " is one too many: tenant "
            + key.tenantId()
            + " may have "
            + policies
            + " policies ("
            + LimitKeys.QUOTA_POLICIES.name()
            + ")");
  }
}
