package beamline.router.engine.budget;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The budgets of one tenant. Immutable; the accounts live on.
 *
 * @param own the tenant's; null when it has none
 * @param byProvider those of its providers
 */
record TenantAccounts(@Nullable Account own, Map<String, Account> byProvider) {

  TenantAccounts {
    byProvider = Map.copyOf(byProvider);
  }

  @Nullable Tenure tenure(long nowMillis) {
    return own == null ? null : own.at(nowMillis);
  }

  @Nullable Tenure tenure(String providerId, long nowMillis) {
    Account account = byProvider.get(providerId);
    return account == null ? null : account.at(nowMillis);
  }
}
