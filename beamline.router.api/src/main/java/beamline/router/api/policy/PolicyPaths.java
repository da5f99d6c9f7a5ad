package beamline.router.api.policy;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a policy lies in a folder of policies: {@code tenant/policy.json}. What a file system gives
 * a meaning to is percent-encoded: {@code :} and {@code /}, and a dot in front, since hidden files
 * are nobody's policies. Every id has exactly one name.
 */
public final class PolicyPaths {
  /** How names of policy files end. */
  public static final String SUFFIX = ".json";

  private PolicyPaths() {}

  /** The path of a policy, relative to the folder. */
  public static Path of(PolicyKey key) {
    return Path.of(name(key.tenantId()), name(key.policyId()) + SUFFIX);
  }

  /** The policy at a path relative to the folder, if the names are those of ids. */
  public static Optional<PolicyKey> key(Path path) {
    if (path.getNameCount() != 2 || path.isAbsolute()) {
      return Optional.empty();
    }
    String file = path.getName(1).toString();
    if (!file.endsWith(SUFFIX)) {
      return Optional.empty();
    }
    Optional<String> policyId = id(file.substring(0, file.length() - SUFFIX.length()));
    return id(path.getName(0).toString())
        .flatMap(tenantId -> policyId.map(id -> new PolicyKey(tenantId, id)));
  }

  /** The name of an id. */
  public static String name(String id) {
    String name = id.replace(":", "%3A").replace("/", "%2F");
    return name.startsWith(".") ? "%2E" + name.substring(1) : name;
  }

  /** The id that has this name, if there is one. */
  public static Optional<String> id(String name) {
    String id = name.replace("%3A", ":").replace("%2F", "/").replace("%2E", ".");
    return PolicyKey.isId(id) && name(id).equals(name) ? Optional.of(id) : Optional.empty();
  }
}
