package beamline.router.api;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where configuration is written down: a file, system properties, the environment.
 *
 * @param system the system properties
 * @param environment the environment variables
 * @param folder where the default file is looked for
 */
record ConfigSources(Map<String, String> system, Map<String, String> environment, Path folder) {
  static final String DEFAULT_FILE = "beamline-router.properties";
  static final String PROPERTY_PREFIX = "beamline.router.";
  static final String VARIABLE_PREFIX = "BEAMLINE_ROUTER_";
  static final String FILE_PROPERTY = PROPERTY_PREFIX + "config";
  static final String FILE_VARIABLE = VARIABLE_PREFIX + "CONFIG";

  /** What Kubernetes sets for a service that happens to be named beamline-router. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile(".*_SERVICE_(HOST|PORT(_.*)?)|(.*_)?PORT(_[0-9]+_(TCP|UDP|SCTP)(_.*)?)?");

  /** Those of this process. */
  static ConfigSources ofProcess() {
    Map<String, String> system = new TreeMap<>();
    Properties properties = System.getProperties();
    properties
        .stringPropertyNames()
        .forEach(name -> system.put(name, properties.getProperty(name, "")));
    return new ConfigSources(system, System.getenv(), Path.of(""));
  }

  /** Adds everything that is written, the weakest first. */
  void addTo(ConfigDraft draft) {
    draft.layer(fromFile(draft));
    draft.layer(fromSystem());
    draft.layer(fromEnvironment());
  }

  private List<ConfigSetting> fromFile(ConfigDraft draft) {
    Optional<Path> file = file(draft);
    if (file.isEmpty()) {
      return List.of();
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file.get(), StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException e) {
      draft.problem("configuration file " + file.get() + " cannot be read: " + e);
      return List.of();
    }
    String origin = "file " + file.get();
    return properties.stringPropertyNames().stream()
        .sorted()
        .map(name -> new ConfigSetting(name, properties.getProperty(name, ""), origin))
        .toList();
  }

  private Optional<Path> file(ConfigDraft draft) {
    String named = system.get(FILE_PROPERTY);
    String origin = "system property " + FILE_PROPERTY;
    if (named == null || named.isBlank()) {
      named = environment.get(FILE_VARIABLE);
      origin = "environment variable " + FILE_VARIABLE;
    }
    if (named == null || named.isBlank()) {
      Path file = folder.resolve(DEFAULT_FILE);
      return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }
    Path file = pathOf(named);
    if (file == null || !Files.isRegularFile(file)) {
      draft.problem("configuration file '" + named + "' does not exist (" + origin + ")");
      return Optional.empty();
    }
    return Optional.of(file);
  }

  private @Nullable Path pathOf(String text) {
    try {
      return folder.resolve(text.strip());
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private List<ConfigSetting> fromSystem() {
    List<ConfigSetting> settings = new ArrayList<>();
    new TreeMap<>(system)
        .forEach(
            (name, value) -> {
              if (name.startsWith(PROPERTY_PREFIX) && !name.equals(FILE_PROPERTY)) {
                settings.add(
                    new ConfigSetting(
                        name.substring(PROPERTY_PREFIX.length()),
                        value,
                        "system property " + name));
              }
            });
    return settings;
  }

  /** An empty variable counts as one that is not set. */
  private List<ConfigSetting> fromEnvironment() {
    Map<String, String> names = VariableNames.known();
    List<ConfigSetting> settings = new ArrayList<>();
    new TreeMap<>(environment)
        .forEach(
            (variable, value) -> {
              String name = names.get(variable);
              if (name == null && variable.startsWith(VARIABLE_PREFIX) && !isReserved(variable)) {
                name = VariableNames.unknown(variable);
              }
              if (name != null && !value.isEmpty()) {
                settings.add(new ConfigSetting(name, value, "environment variable " + variable));
              }
            });
    return settings;
  }

  private static boolean isReserved(String variable) {
    return variable.equals(FILE_VARIABLE) || SERVICE_LINK.matcher(variable).matches();
  }
}
