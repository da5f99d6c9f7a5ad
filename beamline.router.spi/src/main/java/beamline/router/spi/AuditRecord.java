package beamline.router.spi;

import java.util.Map;
import java.util.Objects;

/**
 * Something that must be provable later.
 *
 * @param epochMillis when it happened
 * @param tenantId whom it concerns; empty for the router as a whole
 * @param actor who did it
 * @param action what was done, such as {@code policy.put}
 * @param resourceType what kind of thing it was done to
 * @param resourceId which one
 * @param details more facts: strings, numbers and booleans; no secrets
 */
public record AuditRecord(
    long epochMillis,
    String tenantId,
    String actor,
    String action,
    String resourceType,
    String resourceId,
    Map<String, Object> details) {

  public AuditRecord {
    Objects.requireNonNull(tenantId, "tenantId");
    Objects.requireNonNull(actor, "actor");
    Objects.requireNonNull(action, "action");
    Objects.requireNonNull(resourceType, "resourceType");
    Objects.requireNonNull(resourceId, "resourceId");
    details = Map.copyOf(details);
  }
}
