package beamline.router.api;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The names of environment variables, and the keys that they stand for. */
final class VariableNames {
  private VariableNames() {}

  /**
   * Every variable that is known: each key with our prefix, each alias with and without it.
   *
   * @return the key or alias by variable
   */
  static Map<String, String> known() {
    Map<String, String> names = new HashMap<>();
    for (ConfigKey<?> key : RouterKeys.all()) {
      for (String alias : key.aliases()) {
        names.put(variable(alias), alias);
        names.put(ConfigSources.VARIABLE_PREFIX + variable(alias), alias);
      }
      names.put(of(key), key.name());
    }
    return names;
  }

  /** The variable of a key. */
  static String of(ConfigKey<?> key) {
    return ConfigSources.VARIABLE_PREFIX + variable(key.name());
  }

  /**
   * What a variable with our prefix means when it is no key's: the key of a component, if it begins
   * with a kind. {@code POLICY_STORE_FILE_POLL_INTERVAL} is {@code
   * policy-store.file.poll-interval}; where a name has a dash or a key has a dot, two underscores
   * stand for each dot: {@code POLICY_STORE__MY_STORE__URL}.
   */
  static String unknown(String variable) {
    String rest =
        variable.substring(ConfigSources.VARIABLE_PREFIX.length()).toLowerCase(Locale.ROOT);
    if (rest.contains("__")) {
      return rest.replace("__", ".").replace('_', '-');
    }
    for (String kind : ComponentKeys.KINDS) {
      String start = kind.replace('-', '_') + "_";
      if (rest.startsWith(start)) {
        String tail = rest.substring(start.length());
        return kind + "." + tail.replaceFirst("_", ".").replace('_', '-');
      }
    }
    return rest;
  }

  private static String variable(String name) {
    return name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
