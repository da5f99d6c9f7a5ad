package beamline.router.examples.node.log;

import beamline.router.api.ConfigKey;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterKeys;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The values of a configuration that are secrets. */
final class Secrets {
  /** Replacing shorter ones would tell where they stand. */
  private static final int SHORTEST = 4;

  private static final Pattern SECRET =
      Pattern.compile(".*(passw|secret|token|credential|api-?key|private-?key|nkey|jwt).*");

  /** The value is a path, which is good to know. */
  private static final Pattern FILE = Pattern.compile(".*[.-](file|path)");

  private static final Pattern PASSWORD_OF_URL = Pattern.compile("://([^/\\s@,]+)@");

  private Secrets() {}

  static Set<String> of(RouterConfig config) {
    Set<String> secrets = new HashSet<>();
    RouterKeys.all().stream()
        .filter(ConfigKey::secret)
        .filter(key -> config.get(key) instanceof Optional<?> value && value.isPresent())
        .forEach(key -> add(secrets, ((Optional<?>) config.get(key)).orElseThrow().toString()));
    config
        .below("")
        .forEach(
            (name, value) -> {
              if (SECRET.matcher(name).matches() && !FILE.matcher(name).matches()) {
                add(secrets, value);
              }
              Matcher user = PASSWORD_OF_URL.matcher(value);
              while (user.find()) {
                String text = user.group(1);
                add(secrets, text.substring(text.indexOf(':') + 1));
              }
            });
    return secrets;
  }

  /** A value may be a list of id:secret. */
  private static void add(Set<String> secrets, String value) {
    secrets.add(value);
    Arrays.stream(value.split("[,:]")).map(String::strip).forEach(secrets::add);
    secrets.removeIf(it -> it.length() < SHORTEST);
  }
}
