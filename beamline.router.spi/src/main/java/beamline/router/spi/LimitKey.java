package beamline.router.spi;

import java.util.Objects;

/**
 * What a limit is counted for. Immutable; its hash is computed once, since it is looked up for
 * every decision.
 */
public final class LimitKey {

  /** What a limit covers. */
  public enum Scope {
    /** All requests of all tenants. */
    GLOBAL("global"),
    /** All requests of a tenant. */
    TENANT("tenant"),
    /** The requests of one user of a tenant. */
    USER("user"),
    /** The requests under one policy of a tenant. */
    POLICY("policy");

    private final String label;

    Scope(String label) {
      this.label = label;
    }

    /** The scope in metrics and error details. */
    public String label() {
      return label;
    }
  }

  private final Scope scope;
  private final String tenantId;
  private final String subject;
  private final int hash;

  /**
   * A key.
   *
   * @param subject the user or policy id; empty for the scopes that have none
   */
  public LimitKey(Scope scope, String tenantId, String subject) {
    this.scope = Objects.requireNonNull(scope, "scope");
    this.tenantId = Objects.requireNonNull(tenantId, "tenantId");
    this.subject = Objects.requireNonNull(subject, "subject");
    this.hash = (scope.label().hashCode() * 31 + tenantId.hashCode()) * 31 + subject.hashCode();
  }

  /** What the limit covers. */
  public Scope scope() {
    return scope;
  }

  /** Whose limit it is. */
  public String tenantId() {
    return tenantId;
  }

  /** The user or policy id; empty for the scopes that have none. */
  public String subject() {
    return subject;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof LimitKey that
            && hash == that.hash
            && scope == that.scope
            && tenantId.equals(that.tenantId)
            && subject.equals(that.subject));
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return scope.label() + ":" + tenantId + (subject.isEmpty() ? "" : "/" + subject);
  }
}
