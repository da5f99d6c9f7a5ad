package beamline.router.engine.access;

import beamline.router.api.admin.Role;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Who administers.
 *
 * @param id what roles are granted to, and what the audit log shows
 * @param standing a role for all tenants that nobody granted and nobody can take away; empty for
 *     those who may do what the access store says
 */
public record Principal(String id, Optional<Role> standing) {
  /** The program that the router runs in: whoever controls it is above roles. */
  public static final Principal HOST = new Principal("host", Optional.of(Role.ADMIN));

  /** Settings that are followed: whoever writes them is above roles. */
  public static final Principal CONFIGURATION =
      new Principal("configuration", Optional.of(Role.ADMIN));

  /** Whoever shows the one key of the configuration. */
  public static final Principal ADMIN = new Principal("admin", Optional.of(Role.ADMIN));

  /** Whoever shows nothing, where that is allowed. */
  public static final Principal ANONYMOUS = new Principal("anonymous", Optional.of(Role.VIEWER));

  /** Those above, and whom else the audit log names where no user acts. */
  private static final Set<String> RESERVED =
      Set.of(
          HOST.id,
          CONFIGURATION.id,
          ADMIN.id,
          ANONYMOUS.id,
          "router",
          "caller",
          "worker",
          "unknown");

  public Principal {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(standing, "standing");
  }

  /** Somebody who may do what was granted. */
  static Principal of(String id) {
    return new Principal(id, Optional.empty());
  }

  /** Whether an id stands for something else than a user. */
  static boolean isReserved(String id) {
    return RESERVED.contains(id);
  }
}
