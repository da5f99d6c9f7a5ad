package beamline.router.api.policy;

import java.util.Objects;

/**
 * What identifies a policy.
 *
 * @param tenantId whose policy it is; 1 to 255 characters out of letters, digits and {@code _ . - :
 *     /}
 * @param policyId its name among the tenant's policies; same form
 */
public record PolicyKey(String tenantId, String policyId) implements Comparable<PolicyKey> {
  private static final int MAX_LENGTH = 255;

  public PolicyKey {
    check("tenant id", tenantId);
    check("policy id", policyId);
  }

  /** Whether this text can be a tenant or policy id. */
  public static boolean isId(String id) {
    if (id.isEmpty() || id.length() > MAX_LENGTH) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      if (!isIdCharacter(id.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isIdCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '.'
        || c == '-'
        || c == ':'
        || c == '/';
  }

  private static void check(String what, String id) {
    Objects.requireNonNull(id, what);
    if (!isId(id)) {
      throw new IllegalArgumentException(
          what
              + " is '"
              + abbreviated(id)
              + "', must be 1 to 255 characters out of letters, digits and _ . - : /");
    }
  }

  private static String abbreviated(String id) {
    return id.length() <= 64 ? id : id.substring(0, 64) + "...";
  }

  @Override
  public int compareTo(PolicyKey other) {
    int byTenant = tenantId.compareTo(other.tenantId);
    return byTenant != 0 ? byTenant : policyId.compareTo(other.policyId);
  }

  @Override
  public String toString() {
    return tenantId + "/" + policyId;
  }
}
