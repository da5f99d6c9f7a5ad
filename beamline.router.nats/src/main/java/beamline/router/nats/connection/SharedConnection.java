package beamline.router.nats.connection;

import beamline.router.api.ComponentKeys;
import beamline.router.api.ConfigKey;
import beamline.router.api.RouterConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How to connect is said once: what is said for the transport counts for the stores as well. */
public final class SharedConnection {
  private static final String NATS = "nats";

  private SharedConnection() {}

  /** The same configuration, with what the stores named {@code nats} need to connect. */
  public static RouterConfig applyTo(RouterConfig config) {
    RouterConfig.Builder shared = config.toBuilder();
    for (ConfigKey<Optional<String>> store :
        List.of(
            ComponentKeys.STATE_STORE,
            ComponentKeys.POLICY_STORE,
            ComponentKeys.EXTENSION_STORE,
            ComponentKeys.AUDIT_SINK)) {
      if (config.get(store).equals(Optional.of(NATS))) {
        share(config, below(store), shared);
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
        .below(below(ComponentKeys.TRANSPORT))
        .forEach(
            (name, value) -> {
              if (ConnectionSettings.KEYS.contains(name) && !own.containsKey(name)) {
                shared.set(store + name, value);
              }
            });
  }

  private static String below(ConfigKey<?> kind) {
    return kind.name() + "." + NATS + ".";
  }
}
