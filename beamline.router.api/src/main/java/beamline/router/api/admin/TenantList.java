package beamline.router.api.admin;

import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which tenants are let through: all of them, or only those listed. Immutable. */
public final class TenantList {
  private static final TenantList ALL = new TenantList(null);

  private final @Nullable Set<String> tenants;

  private TenantList(@Nullable Set<String> tenants) {
    this.tenants = tenants;
  }

  /** Lets every tenant through: the guide's {@code undefined}. */
  public static TenantList all() {
    return ALL;
  }

  /** Lets only these tenants through; an empty list lets nobody through. */
  public static TenantList only(Set<String> tenants) {
    return new TenantList(Set.copyOf(tenants));
  }

  /** Lets only these tenants through. */
  public static TenantList only(String... tenants) {
    return only(Set.of(tenants));
  }

  /** Whether this tenant is let through. */
  public boolean permits(String tenantId) {
    return tenants == null || tenants.contains(tenantId);
  }

  /** The tenants that are let through; empty when all are. */
  public Optional<Set<String>> tenants() {
    return Optional.ofNullable(tenants);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TenantList that && java.util.Objects.equals(tenants, that.tenants);
  }

  @Override
  public int hashCode() {
    return java.util.Objects.hashCode(tenants);
  }

  @Override
  public String toString() {
    return tenants == null ? "all" : tenants.toString();
  }
}
