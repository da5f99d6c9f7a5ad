package beamline.router.engine.question;

import beamline.router.engine.provider.ProviderStates;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code get_circuit_breaker_states}: the breakers of extensions, and beside them those of
 * providers, by tenant and provider. A question that names a tenant is answered with that tenant's
 * providers only.
 */
final class BreakerStates implements Question {
  private final ProviderStates providers;
  private final KnownExtensions extensions;
  private final LongSupplier nanoTime;

  BreakerStates(ProviderStates providers, KnownExtensions extensions, LongSupplier nanoTime) {
    this.providers = providers;
    this.extensions = extensions;
    this.nanoTime = nanoTime;
  }

  @Override
  public Map<String, Object> answer(Map<String, Object> body) throws AdminRefusal {
    String only = Asked.textOrNull(body, "tenant_id");
    Map<String, Object> states = new TreeMap<>();
    if (only == null) {
      for (String id : extensions.ids()) {
        states.put(id, facts(id));
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

  private Map<String, @Nullable Object> facts(String id) {
    Map<String, @Nullable Object> facts = new LinkedHashMap<>();
    long opened = extensions.breakers().openedAtMillis(id);
    facts.put("extension_id", id);
    facts.put("state", extensions.breakers().state(id).name().toLowerCase(Locale.ROOT));
    facts.put("opened_at_ms", opened == 0 ? null : opened);
    return facts;
  }
}
