package beamline.router.engine.provider;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The states of all providers, by tenant. Grows with the policies only: what no policy names is not
 * kept. Safe for concurrent use.
 */
public final class ProviderStates {
  private final Map<String, Map<String, ProviderState>> byTenant = new ConcurrentHashMap<>();

  /**
   * The state of a provider, created when it is not known yet: for policies that are being
   * compiled.
   */
  public ProviderState of(String tenantId, String providerId) {
    return byTenant
        .computeIfAbsent(tenantId, tenant -> new ConcurrentHashMap<>())
        .computeIfAbsent(providerId, ProviderState::new);
  }

  /** The state of a provider that some policy names. */
  public @Nullable ProviderState find(String tenantId, String providerId) {
    Map<String, ProviderState> tenant = byTenant.get(tenantId);
    return tenant == null ? null : tenant.get(providerId);
  }

  /** Forgets the providers of a tenant that are not named any more. */
  public void keepOnly(String tenantId, Set<String> providerIds) {
    Map<String, ProviderState> tenant = byTenant.get(tenantId);
    if (tenant == null) {
      return;
    }
    tenant
        .values()
        .removeIf(
            state -> {
              boolean gone = !providerIds.contains(state.providerId());
              if (gone) {
                state.dropped();
              }
              return gone;
            });
    if (providerIds.isEmpty()) {
      byTenant.remove(tenantId);
    }
  }

  /** Shows every state, with its tenant. */
  public void forEach(BiConsumer<String, ProviderState> viewer) {
    byTenant.forEach(
        (tenantId, tenant) -> tenant.values().forEach(state -> viewer.accept(tenantId, state)));
  }

  /** How many providers are known, over all tenants. */
  public int size() {
    return byTenant.values().stream().mapToInt(Map::size).sum();
  }
}
