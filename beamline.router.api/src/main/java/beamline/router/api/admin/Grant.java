package beamline.router.api.admin;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * That a user has a role for a tenant.
 *
 * @param userId who; letters, digits, {@code _} and {@code -}, 1 to 64
 * @param tenantId for whom; {@link #ALL_TENANTS} for every tenant and for the router as a whole
 * @param roleId which role
 * @param assignedBy who granted it; what a caller gives is replaced by who the caller is
 * @param assignedAt when it was granted
 * @param expiresAt from when on it does not count any more; never when empty
 */
public record Grant(
    String userId,
    String tenantId,
    String roleId,
    String assignedBy,
    Instant assignedAt,
    Optional<Instant> expiresAt) {
  /** Every tenant, and the router as a whole. */
  public static final String ALL_TENANTS = "*";

  public Grant {
    AccessIds.require("user id", userId);
    AccessIds.require("role id", roleId);
    Objects.requireNonNull(tenantId, "tenantId");
    Objects.requireNonNull(assignedBy, "assignedBy");
    Objects.requireNonNull(assignedAt, "assignedAt");
    Objects.requireNonNull(expiresAt, "expiresAt");
  }

  /** A grant without an end, to be given to {@link AccessControl#grant}. */
  public static Grant of(String userId, String tenantId, String roleId) {
    return new Grant(userId, tenantId, roleId, "", Instant.EPOCH, Optional.empty());
  }

  /** The same until this moment. */
  public Grant until(Instant end) {
    return new Grant(userId, tenantId, roleId, assignedBy, assignedAt, Optional.of(end));
  }

  /** Whether it counts at this moment. */
  public boolean isValidAt(Instant moment) {
    return expiresAt.isEmpty() || moment.isBefore(expiresAt.get());
  }
}
