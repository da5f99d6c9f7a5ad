package beamline.router.api.admin;

import beamline.router.api.policy.PolicyKey;
import java.time.Instant;
import java.util.Objects;

/**
 * An extension as it is registered: JSON text with a revision.
 *
 * @param id the name by which policies call it
 * @param json what is registered, an object: {@code type}, {@code subject}, {@code timeout_ms}, and
 *     whatever else the documentation of extensions lists
 * @param revision 0 for a document that is not stored yet; a store counts up from 1
 * @param updatedAt when this revision was stored
 */
public record ExtensionDocument(String id, String json, long revision, Instant updatedAt) {

  public ExtensionDocument {
    Objects.requireNonNull(json, "json");
    Objects.requireNonNull(updatedAt, "updatedAt");
    if (!PolicyKey.isId(id)) {
      throw new IllegalArgumentException(
          "the id of an extension is '"
              + id
              + "', must be 1 to 255 letters, digits or characters of _.:/-");
    }
    if (revision < 0) {
      throw new IllegalArgumentException("revision is " + revision + ", must be 0 or more");
    }
  }

  /** A document that is not stored yet. */
  public static ExtensionDocument of(String id, String json) {
    return new ExtensionDocument(id, json, 0, Instant.EPOCH);
  }

  /** The same text to be stored in place of a revision. */
  public ExtensionDocument inPlaceOf(long storedRevision) {
    return new ExtensionDocument(id, json, storedRevision, updatedAt);
  }
}
