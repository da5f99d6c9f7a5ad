package beamline.router.memory.policy;

import beamline.router.api.policy.PolicyKey;
import java.util.Optional;

/**
 * Ids as names of files. What a file system gives a meaning to is percent-encoded: {@code :} and
 * {@code /}, and a dot in front, since hidden files are nobody's policies. Every id has exactly one
 * name.
 */
final class FileNames {
  static final String SUFFIX = ".json";

  private FileNames() {}

  static String encode(String id) {
    String name = id.replace(":", "%3A").replace("/", "%2F");
    return name.startsWith(".") ? "%2E" + name.substring(1) : name;
  }

  /** The id that has this name, if there is one. */
  static Optional<String> decode(String name) {
    String id = name.replace("%3A", ":").replace("%2F", "/").replace("%2E", ".");
    return PolicyKey.isId(id) && encode(id).equals(name) ? Optional.of(id) : Optional.empty();
  }

  static boolean hidden(String name) {
    return name.startsWith(".");
  }
}
