package beamline.router.engine.catalogue;

import beamline.router.api.ConfigKey;
import beamline.router.api.ErrorCode;
import beamline.router.api.ExtensionKeys;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouterConfig;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.engine.policy.ExtensionItem;
import beamline.router.engine.policy.PolicyModel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How many extensions policies may have. What comes past the checks of who stores a policy is
 * refused when it is to decide.
 *
 * @param depth of a policy, in its three lists together
 * @param pre pre-processors of a policy
 * @param validators of a policy
 * @param post post-processors of a policy
 * @param perPolicy different ones of a policy
 * @param perTenant different ones in all policies of a tenant
 */
public record PipelineLimits(
    int depth, int pre, int validators, int post, int perPolicy, int perTenant) {

  /** The limits of this configuration. */
  public static PipelineLimits of(RouterConfig config) {
    return new PipelineLimits(
        config.get(ExtensionKeys.MAX_PIPELINE_DEPTH),
        config.get(ExtensionKeys.MAX_PRE_PROCESSORS),
        config.get(ExtensionKeys.MAX_VALIDATORS),
        config.get(ExtensionKeys.MAX_POST_PROCESSORS),
        config.get(ExtensionKeys.MAX_PER_POLICY),
        config.get(ExtensionKeys.MAX_PER_TENANT));
  }

  private record Excess(
      ErrorCode code, String path, String what, int count, int most, ConfigKey<Integer> setting) {
    @Override
    public String toString() {
      return "has " + count + " " + what + ", may have " + most + " (" + setting.name() + ")";
    }
  }

  /** What a policy has more of than it may have. */
  List<PolicyProblem> problems(PolicyModel policy) {
    return excesses(policy)
        .map(excess -> new PolicyProblem(excess.path(), excess.toString()))
        .toList();
  }

  /** Why a policy cannot decide; null when it can. */
  @Nullable RouteRejection refusal(PolicyKey key, PolicyModel policy) {
    return excesses(policy)
        .findFirst()
        .map(
            excess ->
                RouteRejection.of(
                    excess.code(),
                    "policy " + key + " " + excess,
                    Map.of("count", excess.count(), "limit", excess.most())))
        .orElse(null);
  }

  private Stream<Excess> excesses(PolicyModel policy) {
    return Stream.of(
            new Excess(
                ErrorCode.PIPELINE_TOO_DEEP,
                "",
                "extensions in pre, validators and post",
                (int) policy.extensions().count(),
                depth,
                ExtensionKeys.MAX_PIPELINE_DEPTH),
            new Excess(
                ErrorCode.TOO_MANY_PRE_PROCESSORS,
                "pre",
                "items",
                policy.pre().size(),
                pre,
                ExtensionKeys.MAX_PRE_PROCESSORS),
            new Excess(
                ErrorCode.TOO_MANY_VALIDATORS,
                "validators",
                "items",
                policy.validators().size(),
                validators,
                ExtensionKeys.MAX_VALIDATORS),
            new Excess(
                ErrorCode.TOO_MANY_POST_PROCESSORS,
                "post",
                "items",
                policy.post().size(),
                post,
                ExtensionKeys.MAX_POST_PROCESSORS),
            new Excess(
                ErrorCode.PIPELINE_TOO_DEEP,
                "",
                "different extensions",
                ids(policy).size(),
                perPolicy,
                ExtensionKeys.MAX_PER_POLICY))
        .filter(excess -> excess.count() > excess.most());
  }

  /**
   * What a tenant would have too much of with this policy. One that adds none is welcome also when
   * there are too many.
   *
   * @param stored the tenant's policies; one of the same id is the one that is replaced
   */
  Optional<PolicyProblem> ofTenant(
      PolicyKey key, PolicyModel policy, Collection<CompiledPolicy> stored) {
    Set<String> wanted = ids(policy);
    Set<String> before =
        stored.stream().flatMap(each -> ids(each.model).stream()).collect(Collectors.toSet());
    if (before.containsAll(wanted)) {
      return Optional.empty();
    }
    stored.stream()
        .filter(each -> !each.key.equals(key))
        .forEach(each -> wanted.addAll(ids(each.model)));
    return wanted.size() <= perTenant
        ? Optional.empty()
        : Optional.of(
            new PolicyProblem(
                "",
                "would be the one with which tenant "
                    + key.tenantId()
                    + " has "
                    + wanted.size()
                    + " different extensions, may have "
                    + perTenant
                    + " ("
                    + ExtensionKeys.MAX_PER_TENANT.name()
                    + ")"));
  }

  private static Set<String> ids(PolicyModel policy) {
    return policy.extensions().map(ExtensionItem::id).collect(Collectors.toSet());
  }
}
