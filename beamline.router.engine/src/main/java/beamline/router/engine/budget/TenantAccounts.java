package beamline.router.engine.budget;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  /** The tenant's own first, then those of its providers by id. */
  List<Account> all() {
    List<Account> list = new ArrayList<>();
    if (own != null) {
      list.add(own);
    }
    list.addAll(new TreeMap<>(byProvider).values());
    return list;
  }

  @Nullable Tenure tenure(long nowMillis) {
    return own == null ? null : own.at(nowMillis);
  }

  @Nullable Tenure tenure(String providerId, long nowMillis) {
    Account account = byProvider.get(providerId);
    return account == null ? null : account.at(nowMillis);
  }
}
