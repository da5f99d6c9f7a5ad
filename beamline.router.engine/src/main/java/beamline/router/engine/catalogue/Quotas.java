package beamline.router.engine.catalogue;

import beamline.router.api.ErrorCode;
import beamline.router.api.LimitKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.api.policy.PolicyKey;
import beamline.router.engine.policy.PolicyModel;

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

  /** Fails when a policy has more than it may have. */
  void check(PolicyKey key, PolicyModel policy) {
    check(key, "fallback rules", policy.fallbacks().size(), rules, LimitKeys.QUOTA_RULES.name());
    check(key, "providers", policy.providers().size(), providers, LimitKeys.QUOTA_PROVIDERS.name());
  }

  private static void check(PolicyKey key, String what, int count, int most, String setting) {
    if (count > most) {
      throw new RouterException(
          ErrorCode.QUOTA_EXCEEDED,
          "policy "
              + key
              + " has "
              + count
              + " "
              + what
              + ", may have "
              + most
              + " ("
              + setting
              + ")");
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
