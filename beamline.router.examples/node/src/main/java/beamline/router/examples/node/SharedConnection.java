package beamline.router.examples.node;

import beamline.router.api.ComponentKeys;
import beamline.router.api.ConfigKey;
import beamline.router.api.RouterConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The stores named {@code nats} lie on the servers of the transport unless they are configured
 * otherwise: how to connect is said once.
 */
final class SharedConnection {
  private static final String TRANSPORT = "transport.nats.";
  private static final String NATS = "nats";
  private static final Set<String> NAMES =
      Set.of(
          "url",
          "username",
          "password",
          "token",
          "jwt",
          "nkey",
          "credentials-file",
          "inbox-prefix",
          "cluster",
          "reconnect-delay",
          "max-reconnect-delay",
          "reconnect-attempts",
          "connect-timeout",
          "ping-interval");

  private SharedConnection() {}

  /** The same configuration, with what the stores need to connect. */
  static RouterConfig applyTo(RouterConfig config) {
    RouterConfig.Builder shared = config.toBuilder();
    for (ConfigKey<Optional<String>> store :
        List.of(ComponentKeys.STATE_STORE, ComponentKeys.POLICY_STORE)) {
      if (config.get(store).equals(Optional.of(NATS))) {
        share(config, store.name() + "." + NATS + ".", shared);
      }
    }
    return shared.build();
  }

  private static void share(RouterConfig config, String store, RouterConfig.Builder shared) {
    Map<String, String> own = config.below(store);
    if (own.containsKey("url")) {
      return;
    }
    config
        .below(TRANSPORT)
        .forEach(
            (name, value) -> {
              boolean connects = NAMES.contains(name) || name.startsWith("tls.");
              if (connects && !own.containsKey(name)) {
                shared.set(store + name, value);
              }
            });
  }
}
