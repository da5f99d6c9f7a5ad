package beamline.router.api;

import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** The configuration of an engine: typed values by key, with defaults for everything. Immutable. */
public final class RouterConfig {
  private static final RouterConfig DEFAULTS = new RouterConfig(Map.of());

  private final Map<String, String> values;

  private RouterConfig(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /** Nothing but defaults. */
  public static RouterConfig defaults() {
    return DEFAULTS;
  }

  /** Defaults, then the configuration file, then system properties, then the environment. */
  public static RouterConfig load() {
    return DEFAULTS;
  }

  /** A configuration that differs from this one in one key. */
  public RouterConfig with(String key, String value) {
    Map<String, String> copy = new TreeMap<>(values);
    copy.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
    return new RouterConfig(copy);
  }

  /** The value of a key: as configured, else its default. */
  public <T> T get(ConfigKey<T> key) {
    String text = values.get(key.name());
    return text == null ? key.defaultValue() : key.parse(text);
  }

  /**
   * What is configured below a prefix, without the prefix: the part that a component understands.
   */
  public Map<String, String> below(String prefix) {
    Map<String, String> part = new TreeMap<>();
    values.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            part.put(key.substring(prefix.length()), value);
          }
        });
    return part;
  }
}
