package beamline.router.api.admin;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What somebody may do, as {@code resource:action}. */
public enum Permission {
  /** See policies, their history, and what a change of them would mean. */
  POLICY_READ("policy:read"),
  /** Store policies, also former ones again. */
  POLICY_WRITE("policy:write"),
  /** Remove policies. */
  POLICY_DELETE("policy:delete"),
  /** See controls, limits, quotas and budgets. */
  CONFIG_READ("config:read"),
  /** Change controls, limits, quotas and budgets. */
  CONFIG_WRITE("config:write"),
  /** See health, breakers and statistics. */
  METRICS_READ("metrics:read"),
  /** Read the audit log. */
  AUDIT_READ("audit:read"),
  /** See roles, and who has them. */
  ACCESS_READ("rbac:read"),
  /** Change roles, and who has them. */
  ACCESS_WRITE("rbac:write"),
  /** See extensions. */
  EXTENSION_READ("extension_registry:read"),
  /** Change extensions. */
  EXTENSION_WRITE("extension_registry:write");

  private static final Map<String, Permission> BY_ID =
      Stream.of(values())
          .collect(Collectors.toUnmodifiableMap(Permission::id, Function.identity()));

  private final String id;

  Permission(String id) {
    this.id = id;
  }

  /** The permission as it is stored and told, such as {@code policy:write}. */
  public String id() {
    return id;
  }

  /** What it is about, such as {@code policy}. */
  public String resource() {
    return id.substring(0, id.indexOf(':'));
  }

  /** The permission with this id; empty when there is none. */
  public static Optional<Permission> of(String id) {
    return Optional.ofNullable(BY_ID.get(id));
  }
}
