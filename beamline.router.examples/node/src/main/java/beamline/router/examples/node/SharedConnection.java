package beamline.router.examples.node;

import beamline.router.api.ComponentKeys;
import beamline.router.api.RouterConfig;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The state store named {@code nats} lies on the servers of the transport unless it is configured
 * otherwise: how to connect is said once.
 */
final class SharedConnection {
  private static final String TRANSPORT = "transport.nats.";
  private static final String STORE = "state-store.nats.";
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

  /** The same configuration, with what the state store needs to connect. */
  static RouterConfig applyTo(RouterConfig config) {
    if (!config.get(ComponentKeys.STATE_STORE).equals(Optional.of("nats"))) {
      return config;
    }
    Map<String, String> own = config.below(STORE);
    if (own.containsKey("url")) {
      return config;
    }
    RouterConfig.Builder shared = config.toBuilder();
    config
        .below(TRANSPORT)
        .forEach(
            (name, value) -> {
              boolean connects = NAMES.contains(name) || name.startsWith("tls.");
              if (connects && !own.containsKey(name)) {
                shared.set(STORE + name, value);
              }
            });
    return shared.build();
  }
}
