package beamline.router.examples.policy;

import beamline.router.api.ComponentKeys;
import beamline.router.api.RouterConfig;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The policy store named {@code nats} lies on the servers of the node's transport unless it is
 * configured otherwise, as for the node itself.
 */
final class SharedConnection {
  private static final String TRANSPORT = "transport.nats.";
  private static final String STORE = "policy-store.nats.";
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

  /** The same configuration, with what the store needs to connect. */
  static RouterConfig applyTo(RouterConfig config) {
    Map<String, String> own = config.below(STORE);
    if (!config.get(ComponentKeys.POLICY_STORE).equals(Optional.of("nats"))
        || own.containsKey("url")) {
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
