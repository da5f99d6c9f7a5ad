package beamline.router.api.admin;

import beamline.router.api.policy.PolicyKey;
import java.util.Objects;
import java.util.Optional;

/**
 * Which budget: a tenant's, or that of one provider of a tenant.
 *
 * @param tenantId whose
 * @param providerId for which provider; empty for all of them together
 */
public record BudgetKey(String tenantId, Optional<String> providerId) {

  public BudgetKey {
    new PolicyKey(tenantId, "any"); // refuses what cannot be an id
    Objects.requireNonNull(providerId, "providerId");
  }

  /** What a tenant may spend. */
  public static BudgetKey ofTenant(String tenantId) {
    return new BudgetKey(tenantId, Optional.empty());
  }

  /** What a tenant may spend on a provider. */
  public static BudgetKey ofProvider(String tenantId, String providerId) {
    return new BudgetKey(tenantId, Optional.of(providerId));
  }

  /** Such as {@code acme} or {@code acme/openai}. */
  @Override
  public String toString() {
    return providerId.map(provider -> tenantId + "/" + provider).orElse(tenantId);
  }
}
