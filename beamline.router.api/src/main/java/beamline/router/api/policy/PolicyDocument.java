package beamline.router.api.policy;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A policy as it is written and stored: JSON text with a revision.
 *
 * @param key which policy
 * @param json the document, unchanged
 * @param revision 0 for a document that is not stored yet; a store counts up from 1
 * @param updatedAt when this revision was stored
 * @param warnings what is ignored in it, such as unknown keys: told by {@link Policies#put}, empty
 *     in documents that were read or written elsewhere
 */
public record PolicyDocument(
    PolicyKey key, String json, long revision, Instant updatedAt, List<PolicyProblem> warnings) {

  public PolicyDocument {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(updatedAt, "updatedAt");
    warnings = List.copyOf(warnings);
    if (revision < 0) {
      throw new IllegalArgumentException("revision is " + revision + ", must be 0 or more");
    }
  }

  /** A document as a store keeps it. */
  public PolicyDocument(PolicyKey key, String json, long revision, Instant updatedAt) {
    this(key, json, revision, updatedAt, List.of());
  }

  /** A document that is not stored yet. */
  public static PolicyDocument of(String tenantId, String policyId, String json) {
    return new PolicyDocument(new PolicyKey(tenantId, policyId), json, 0, Instant.EPOCH);
  }
}
