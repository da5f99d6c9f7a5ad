package beamline.router.engine.flow.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What stands for a request and its key in a state store, whose keys are short. */
final class Digests {
  private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

  private Digests() {}

  /** The store's key: no tenant can name, or guess, that of another. */
  static String key(String tenantId, String idempotencyKey) {
    MessageDigest digest = sha256();
    digest.update(tenantId.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
    digest.update(idempotencyKey.getBytes(StandardCharsets.UTF_8));
    return "decide/" + TEXT.encodeToString(digest.digest());
  }

  static byte[] fingerprint(byte[] body) {
    return sha256().digest(body);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
