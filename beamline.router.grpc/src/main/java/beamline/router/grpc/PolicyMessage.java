package beamline.router.grpc;

import beamline.router.api.policy.PolicyView;
import beamline.router.proto.flow.v1.AdminPolicy;
import beamline.router.proto.flow.v1.AdminProvider;
import beamline.router.proto.flow.v1.AdminRule;

/** Views of policies as messages, and back. */
final class PolicyMessage {

  private PolicyMessage() {}

  static AdminPolicy of(PolicyView view) {
    AdminPolicy.Builder policy =
        AdminPolicy.newBuilder().setPolicyId(view.policyId()).setSticky(view.sticky());
    view.providers()
        .forEach(
            provider ->
                policy.addProviders(
                    AdminProvider.newBuilder().setId(provider.id()).setWeight(provider.weight())));
    view.rules()
        .forEach(
            rule ->
                policy.addRules(
                    AdminRule.newBuilder()
                        .setMatch(rule.match())
                        .addAllPrefer(rule.prefer())
                        .setFallback(rule.fallback())));
    return policy.build();
  }

  static PolicyView view(AdminPolicy policy) {
    return new PolicyView(
        policy.getPolicyId(),
        policy.getProvidersList().stream()
            .map(provider -> new PolicyView.Provider(provider.getId(), provider.getWeight()))
            .toList(),
        policy.getSticky(),
        policy.getRulesList().stream()
            .map(
                rule ->
                    new PolicyView.Rule(rule.getMatch(), rule.getPreferList(), rule.getFallback()))
            .toList());
  }
}
