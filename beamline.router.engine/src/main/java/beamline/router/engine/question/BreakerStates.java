package beamline.router.engine.question;

import beamline.router.engine.extension.ExtensionStats;
import beamline.router.engine.provider.ProviderStates;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * {@code get_circuit_breaker_states}: extensions, which have no breaker and so are always closed,
 * and beside them the breakers of providers, by tenant and provider. A question that names a tenant
 * is answered with that tenant's providers only.
 */
final class BreakerStates implements Question {
  private final ProviderStates providers;
  private final ExtensionStats extensions;
  private final LongSupplier nanoTime;

  BreakerStates(ProviderStates providers, ExtensionStats extensions, LongSupplier nanoTime) {
    this.providers = providers;
    this.extensions = extensions;
    this.nanoTime = nanoTime;
  }

  @Override
  public Map<String, Object> answer(Map<String, Object> body) throws AdminRefusal {
    String only = Asked.textOrNull(body, "tenant_id");
    Map<String, Object> states = new TreeMap<>();
    if (only == null) {
      for (String id : extensions.summaries().keySet()) {
        states.put(id, Map.of("extension_id", id, "state", "closed"));
      }
    }
    Map<String, Object> breakers = new TreeMap<>();
    long now = nanoTime.getAsLong();
    providers.forEach(
        (tenantId, provider) -> {
          if (provider.breaker() != null && (only == null || only.equals(tenantId))) {
            breakers.put(
                tenantId + "/" + provider.providerId(),
                Map.of(
                    "tenant_id",
                    tenantId,
                    "provider_id",
                    provider.providerId(),
                    "state",
                    provider.breakerState(now).name().toLowerCase(Locale.ROOT)));
          }
        });
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("states", states);
    reply.put("providers", breakers);
    return reply;
  }
}
