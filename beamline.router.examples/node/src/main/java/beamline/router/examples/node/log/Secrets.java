package beamline.router.examples.node.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import beamline.router.api.AuditKeys;
import beamline.router.api.ConfigKey;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterKeys;
import java.net.URLDecoder;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The values of a configuration that are secrets. */
final class Secrets {
  /** Replacing shorter ones would tell where they stand. */
  private static final int SHORTEST = 4;

  private static final Pattern SECRET =
      Pattern.compile(".*(passw|secret|token|credential|api-?key|private-?key|nkey|jwt).*");

  /** The value is a path, which is good to know. */
  private static final Pattern FILE = Pattern.compile(".*[.-](file|path)");

  private static final Pattern PASSWORD_OF_URL = Pattern.compile("://([^/\\s]+)@");

  private Secrets() {}

  static Set<String> of(RouterConfig config) {
    Set<String> secrets = new HashSet<>();
    RouterKeys.all().stream()
        .filter(ConfigKey::secret)
        .filter(key -> config.get(key) instanceof Optional<?> value && value.isPresent())
        .forEach(key -> secrets.add(((Optional<?>) config.get(key)).orElseThrow().toString()));
    config.get(AuditKeys.HMAC_OLD_KEYS).ifPresent(it -> formerKeys(it, secrets));
    config
        .below("")
        .forEach(
            (name, value) -> {
              if (SECRET.matcher(name).matches() && !FILE.matcher(name).matches()) {
                secrets.add(value);
              }
              PASSWORD_OF_URL.matcher(value).results().forEach(it -> url(it.group(1), secrets));
            });
    secrets.removeIf(it -> it.length() < SHORTEST);
    return secrets;
  }

  private static void formerKeys(String list, Set<String> secrets) {
    for (String key : list.split(",", -1)) {
      secrets.add(key.substring(key.indexOf(':') + 1));
    }
  }

  /** A password is written in an encoded form, and used in its plain one. */
  private static void url(String user, Set<String> secrets) {
    String password = user.substring(user.indexOf(':') + 1);
    secrets.add(password);
    try {
      secrets.add(URLDecoder.decode(password.replace("+", "%2B"), UTF_8));
    } catch (IllegalArgumentException e) {
      // it is not encoded, then
    }
  }
}
