package beamline.router.api;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The configuration of an engine: typed values by key, with defaults for everything. Immutable.
 *
 * <p>The keys are listed in {@link RouterKeys}. Keys below {@code <kind>.<name>.}, such as {@code
 * policy-store.file.folder}, belong to the component of that name and are passed on to it.
 */
public final class RouterConfig {
  private static final RouterConfig DEFAULTS = new RouterConfig(Map.of());

  private final Map<String, ConfigSetting> settings;

  private RouterConfig(Map<String, ConfigSetting> settings) {
    this.settings = Map.copyOf(settings);
  }

  /** Nothing but defaults. */
  public static RouterConfig defaults() {
    return DEFAULTS;
  }

  /**
   * Defaults, then the configuration file, then system properties, then the environment: the later
   * goes before the former.
   *
   * <ul>
   *   <li>The file is named by the system property {@code beamline.router.config}, else by the
   *       environment variable {@code BEAMLINE_ROUTER_CONFIG}; else it is {@code
   *       beamline-router.properties} in the working directory, if there is one.
   *   <li>System properties are {@code beamline.router.<key>}.
   *   <li>Environment variables are {@code BEAMLINE_ROUTER_<KEY>} in upper case with underscores,
   *       and the aliases in upper case, such as {@code CAF_MAX_RETRIES}. An empty one counts as
   *       not set.
   * </ul>
   *
   * @throws InvalidConfigurationException that lists every unknown key, bad value and contradiction
   */
  public static RouterConfig load() {
    return load(ConfigSources.ofProcess());
  }

  static RouterConfig load(ConfigSources sources) {
    ConfigDraft draft = new ConfigDraft(Map.of());
    sources.addTo(draft);
    return new RouterConfig(draft.settings());
  }

  /** Starts a configuration from the defaults. */
  public static Builder builder() {
    return new Builder(DEFAULTS);
  }

  /** Starts a configuration from this one: what the builder sets goes before it. */
  public Builder toBuilder() {
    return new Builder(this);
  }

  /**
   * A configuration that differs from this one in one key.
   *
   * @throws InvalidConfigurationException when there is no such key, or the value does not suit
   */
  public RouterConfig with(String key, String value) {
    return toBuilder().set(key, value).build();
  }

  /** The value of a key: as configured, else its default. */
  public <T> T get(ConfigKey<T> key) {
    ConfigSetting setting = settings.get(key.name());
    return setting == null ? key.defaultValue() : key.parse(setting.text());
  }

  /** Where the value of a key was written; empty when it has its default. */
  public Optional<String> origin(ConfigKey<?> key) {
    return Optional.ofNullable(settings.get(key.name())).map(ConfigSetting::origin);
  }

  /**
   * What is configured below a prefix, without the prefix: the part that a component understands.
   * Defaults are not in it; values may be secrets.
   *
   * @param prefix such as {@code policy-store.file.}, with the final dot
   */
  public Map<String, String> below(String prefix) {
    Map<String, String> part = new TreeMap<>();
    settings.forEach(
        (name, setting) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), setting.text());
          }
        });
    return part;
  }

  /** What differs from the defaults and where it was written, without secrets. */
  @Override
  public String toString() {
    StringJoiner text = new StringJoiner(", ", "RouterConfig[", "]");
    new TreeMap<>(settings).values().forEach(setting -> text.add(setting.toString()));
    return text.toString();
  }

  /**
   * Sets values by hand; they go before every other source. Problems are gathered and told by
   * {@link #build()}. Not safe for concurrent use.
   */
  public static final class Builder {
    private static final String ORIGIN = "builder";

    private final RouterConfig base;
    private final Map<String, ConfigSetting> settings = new TreeMap<>();
    private final List<String> problems = new ArrayList<>();

    private Builder(RouterConfig base) {
      this.base = base;
    }

    /** Sets a value. */
    public <T> Builder set(ConfigKey<T> key, T value) {
      Objects.requireNonNull(value, key.name());
      try {
        String text = key.write(value);
        if (key.read(key.name(), text).equals(value)) {
          return set(key.name(), text);
        }
      } catch (IllegalArgumentException e) {
        // reported below, like a value that reads as another one
      }
      problems.add(key.complaint(value.toString()) + " (" + ORIGIN + ")");
      return this;
    }

    /** Sets a value by the name of its key, an alias, or the key of a component. */
    public Builder set(String name, String value) {
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(value, "value");
      settings.put(name, new ConfigSetting(name, value, ORIGIN));
      return this;
    }

    /**
     * The configuration.
     *
     * @throws InvalidConfigurationException that lists every unknown key, bad value and
     *     contradiction
     */
    public RouterConfig build() {
      ConfigDraft draft = new ConfigDraft(base.settings);
      problems.forEach(draft::problem);
      draft.layer(settings.values());
      return new RouterConfig(draft.settings());
    }
  }
}
