package beamline.router.engine.discovery;

import beamline.router.api.ComponentKeys;
import beamline.router.api.ConfigKey;
import beamline.router.api.RouterComponent;
import beamline.router.spi.AccessStore;
import beamline.router.spi.AccessStoreProvider;
import beamline.router.spi.AuditSink;
import beamline.router.spi.AuditSinkProvider;
import beamline.router.spi.ComponentProvider;
import beamline.router.spi.ExtensionProvider;
import beamline.router.spi.ExtensionSource;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.ExtensionStoreProvider;
import beamline.router.spi.MessageCodec;
import beamline.router.spi.MessageCodecProvider;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStoreProvider;
import beamline.router.spi.RateLimiter;
import beamline.router.spi.RateLimiterProvider;
import beamline.router.spi.StateStore;
import beamline.router.spi.StateStoreProvider;
import beamline.router.spi.Telemetry;
import beamline.router.spi.TelemetryProvider;
import beamline.router.spi.TenantStore;
import beamline.router.spi.TenantStoreProvider;
import beamline.router.spi.Transport;
import beamline.router.spi.TransportProvider;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A kind of component.
 *
 * @param name the kind, as it begins configuration keys
 * @param component what is created
 * @param provider what is found
 * @param key the key that names the provider to use; null where all that are found are used
 */
record ComponentKind<C extends RouterComponent, P extends ComponentProvider<C>>(
    String name, Class<C> component, Class<P> provider, @Nullable ConfigKey<Optional<String>> key) {

  static final ComponentKind<PolicyStore, PolicyStoreProvider> POLICY_STORE =
      one(ComponentKeys.POLICY_STORE, PolicyStore.class, PolicyStoreProvider.class);
  static final ComponentKind<RateLimiter, RateLimiterProvider> RATE_LIMITER =
      one(ComponentKeys.RATE_LIMITER, RateLimiter.class, RateLimiterProvider.class);
  static final ComponentKind<AuditSink, AuditSinkProvider> AUDIT_SINK =
      one(ComponentKeys.AUDIT_SINK, AuditSink.class, AuditSinkProvider.class);
  static final ComponentKind<AccessStore, AccessStoreProvider> ACCESS_STORE =
      one(ComponentKeys.ACCESS_STORE, AccessStore.class, AccessStoreProvider.class);
  static final ComponentKind<TenantStore, TenantStoreProvider> TENANT_STORE =
      one(ComponentKeys.TENANT_STORE, TenantStore.class, TenantStoreProvider.class);
  static final ComponentKind<ExtensionStore, ExtensionStoreProvider> EXTENSION_STORE =
      one(ComponentKeys.EXTENSION_STORE, ExtensionStore.class, ExtensionStoreProvider.class);
  static final ComponentKind<StateStore, StateStoreProvider> STATE_STORE =
      one(ComponentKeys.STATE_STORE, StateStore.class, StateStoreProvider.class);
  static final ComponentKind<Transport, TransportProvider> TRANSPORT =
      one(ComponentKeys.TRANSPORT, Transport.class, TransportProvider.class);
  static final ComponentKind<Telemetry, TelemetryProvider> TELEMETRY =
      one(ComponentKeys.TELEMETRY, Telemetry.class, TelemetryProvider.class);
  static final ComponentKind<MessageCodec, MessageCodecProvider> MESSAGE_CODEC =
      new ComponentKind<>("message-codec", MessageCodec.class, MessageCodecProvider.class, null);
  static final ComponentKind<ExtensionSource, ExtensionProvider> EXTENSIONS =
      new ComponentKind<>("extensions", ExtensionSource.class, ExtensionProvider.class, null);

  static final List<ComponentKind<?, ?>> ALL =
      List.of(
          POLICY_STORE,
          RATE_LIMITER,
          AUDIT_SINK,
          ACCESS_STORE,
          TENANT_STORE,
          EXTENSION_STORE,
          STATE_STORE,
          TRANSPORT,
          TELEMETRY,
          MESSAGE_CODEC,
          EXTENSIONS);

  private static <C extends RouterComponent, P extends ComponentProvider<C>>
      ComponentKind<C, P> one(
          ConfigKey<Optional<String>> key, Class<C> component, Class<P> provider) {
    return new ComponentKind<>(key.name(), component, provider, key);
  }

  @Override
  public String toString() {
    return name;
  }
}
