package beamline.router.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Gathers settings layer by layer, each of which goes before the former ones, and every problem on
 * the way. Not safe for concurrent use.
 */
final class ConfigDraft {
  private final Map<String, ConfigSetting> settings;
  private final List<String> problems = new ArrayList<>();

  ConfigDraft(Map<String, ConfigSetting> base) {
    settings = new TreeMap<>(base);
  }

  /** Adds a layer. Two names of one key may appear in it only with the same value. */
  void layer(Iterable<ConfigSetting> layer) {
    Map<ConfigKey<?>, ConfigSetting> written = new HashMap<>();
    for (ConfigSetting setting : layer) {
      RouterKeys.find(setting.name())
          .ifPresentOrElse(
              key -> add(key, setting, written.put(key, setting)), () -> addUnknown(setting));
    }
  }

  /** Adds a problem that was found outside. */
  void problem(String text) {
    problems.add(text);
  }

  /** The settings by canonical name. */
  Map<String, ConfigSetting> settings() {
    if (!problems.isEmpty()) {
      throw new InvalidConfigurationException(problems);
    }
    return settings;
  }

  private void add(ConfigKey<?> key, ConfigSetting setting, @Nullable ConfigSetting before) {
    try {
      String text = key.canonical(setting.name(), setting.text());
      if (before != null && !text.equals(key.canonical(before.name(), before.text()))) {
        problems.add(conflict(key, before, setting));
      }
      settings.put(key.name(), new ConfigSetting(key.name(), text, setting.origin()));
    } catch (IllegalArgumentException e) {
      problems.add(key.complaint(setting.text()) + " (" + setting.origin() + ")");
    }
  }

  private void addUnknown(ConfigSetting setting) {
    if (setting.isComponentKey()) {
      settings.put(setting.name(), setting);
      return;
    }
    problems.add(
        RetiredKeys.adviceFor(setting.name())
                .map(advice -> "key " + setting.name() + " is not used: " + advice)
                .orElseGet(
                    () ->
                        "unknown key "
                            + setting.name()
                            + ", did you mean "
                            + RouterKeys.nearest(setting.name())
                            + "?")
            + " ("
            + setting.origin()
            + ")");
  }

  private static String conflict(ConfigKey<?> key, ConfigSetting one, ConfigSetting other) {
    return one.name()
        + " is "
        + key.shown(one.text())
        + " ("
        + one.origin()
        + ") and "
        + other.name()
        + " is "
        + key.shown(other.text())
        + " ("
        + other.origin()
        + "): both mean "
        + key.name()
        + ", keep one of them";
  }
}
