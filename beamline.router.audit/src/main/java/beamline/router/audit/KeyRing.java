package beamline.router.audit;

import beamline.router.api.admin.AuditEntry;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys that seals are made and verified with, by id: one that seals now, and old ones that
 * still verify what they sealed. Secrets are never shown. Immutable.
 */
public final class KeyRing {
  /** The id of the key that everybody knows. */
  public static final String UNKEYED = "unkeyed";

  static final String ALGORITHM = "HmacSHA256";
  private static final int MIN_CHARACTERS = 16;

  private final String currentId;
  private final Map<String, SecretKeySpec> keys;

  private KeyRing(String currentId, Map<String, SecretKeySpec> keys) {
    this.currentId = currentId;
    this.keys = keys;
  }

  /**
   * A ring with the key that seals.
   *
   * @param secret at least 16 characters
   */
  public static KeyRing of(String keyId, String secret) {
    return new KeyRing(keyId, Map.of(keyId, key(keyId, secret)));
  }

  /**
   * A ring with a key that everybody knows. What it seals shows damage by accident, and proves
   * nothing against somebody who wants to deceive.
   */
  public static KeyRing unkeyed() {
    return of(UNKEYED, "beamline-audit-unkeyed");
  }

  /** The same ring, which also verifies what an old key sealed. */
  public KeyRing withOld(String keyId, String secret) {
    if (keys.containsKey(keyId)) {
      throw new IllegalArgumentException("key '" + keyId + "' is on the ring twice");
    }
    Map<String, SecretKeySpec> more = new LinkedHashMap<>(keys);
    more.put(keyId, key(keyId, secret));
    return new KeyRing(currentId, more);
  }

  /**
   * The same ring, which also verifies what old keys sealed.
   *
   * @param list {@code id:secret}, with commas between them
   */
  public KeyRing withOld(String list) {
    KeyRing ring = this;
    for (String pair : list.split(",", -1)) {
      int colon = pair.indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException("an old key has no colon, must be id:secret");
      }
      ring = ring.withOld(pair.substring(0, colon).strip(), pair.substring(colon + 1).strip());
    }
    return ring;
  }

  /** The key that seals. */
  public String currentId() {
    return currentId;
  }

  /** All keys. */
  public Set<String> ids() {
    return Set.copyOf(keys.keySet());
  }

  /** A key. */
  SecretKeySpec key(String keyId) {
    SecretKeySpec key = keys.get(keyId);
    if (key == null) {
      throw new IllegalArgumentException("there is no key '" + keyId + "' on the ring " + ids());
    }
    return key;
  }

  private static SecretKeySpec key(String keyId, String secret) {
    if (!AuditEntry.isKeyId(keyId)) {
      throw new IllegalArgumentException(
          "key id '" + keyId + "' must be 1 to 64 letters, digits, _, - and .");
    }
    if (secret.length() < MIN_CHARACTERS) {
      throw new IllegalArgumentException(
          "the secret of key '"
              + keyId
              + "' has "
              + secret.length()
              + " characters, must have at least "
              + MIN_CHARACTERS);
    }
    return new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  @Override
  public String toString() {
    return "KeyRing" + keys.keySet() + ", sealing with " + currentId;
  }
}
