package beamline.router.grpc;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.proto.flow.v1.AdminPolicy;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Policies as remote administrators see and change them. They know no revisions: the last one wins,
 * over whatever was stored when it was looked at.
 *
 * @param policies those that the caller may see and change
 */
record RemotePolicies(Policies policies) {
  private static final int ATTEMPTS = 5;

  AdminPolicy get(String tenantId, String policyId) {
    PolicyKey key = key(tenantId, policyId);
    return PolicyMessage.of(policies.analysis().view(stored(key)));
  }

  /** By policy id. One that has become invalid is shown by its id alone. */
  List<AdminPolicy> list(String tenantId) {
    return policies.list(key(tenantId, "any").tenantId()).stream().map(this::shown).toList();
  }

  private AdminPolicy shown(PolicyDocument document) {
    try {
      return PolicyMessage.of(policies.analysis().view(document));
    } catch (InvalidPolicyException e) {
      return AdminPolicy.newBuilder().setPolicyId(document.key().policyId()).build();
    }
  }

  void upsert(String tenantId, AdminPolicy message) {
    PolicyKey key = key(tenantId, message.getPolicyId());
    PolicyDocument written = policies.analysis().document(tenantId, PolicyMessage.view(message));
    attempt(
        () -> {
          long revision = policies.get(key).map(PolicyDocument::revision).orElse(0L);
          policies.put(new PolicyDocument(key, written.json(), revision, written.updatedAt()));
          return true;
        });
  }

  void delete(String tenantId, String policyId) {
    PolicyKey key = key(tenantId, policyId);
    attempt(() -> policies.delete(key, stored(key).revision()));
  }

  /** Tries again when somebody else was faster, or had removed what was to be removed. */
  private static void attempt(BooleanSupplier change) {
    for (int attempt = 1; ; attempt++) {
      try {
        if (change.getAsBoolean()) {
          return;
        }
      } catch (RouterException e) {
        if (e.code() != ErrorCode.POLICY_CONFLICT || attempt >= ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private PolicyDocument stored(PolicyKey key) {
    return policies
        .get(key)
        .orElseThrow(
            () ->
                new RouterException(
                    ErrorCode.POLICY_NOT_FOUND, "policy " + key + " does not exist"));
  }

  /** The policy that a message names. */
  static PolicyKey key(String tenantId, String policyId) {
    if (tenantId.isEmpty()) {
      throw new RouterException(ErrorCode.MISSING_TENANT_ID, "tenant_id is missing");
    }
    if (policyId.isEmpty()) {
      throw new RouterException(ErrorCode.INVALID_REQUEST, "policy_id is missing");
    }
    try {
      return new PolicyKey(tenantId, policyId);
    } catch (IllegalArgumentException e) {
      throw new RouterException(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }
}
