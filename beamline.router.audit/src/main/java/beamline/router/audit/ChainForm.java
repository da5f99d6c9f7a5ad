package beamline.router.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;

/**
 * What the seal of an entry is over: HMAC-SHA256, in lower-case hexadecimal digits, of these bytes
 * in UTF-8.
 */
public enum ChainForm {
  /**
   * {@code ts}, {@code actor}, {@code action}, a checksum and the seal before, with nothing between
   * them; the checksum is the SHA-256 of the whole text, in hexadecimal digits. It does not cover
   * the chain, the index and the key id. For tools that know this form.
   */
  ONE(1) {
    @Override
    byte[] message(String chain, long index, String keyId, String previousMac, String body) {
      Map<String, Object> members = AuditBody.members(body);
      return joined(
          AuditBody.text(members, "ts"),
          AuditBody.text(members, "actor"),
          AuditBody.text(members, "action"),
          sha256(body),
          previousMac);
    }
  },

  /**
   * {@code "2"}, the key id, the chain, the index, the seal before and the text, each as a
   * netstring: its length in bytes, a colon, itself, a comma.
   */
  TWO(2) {
    @Override
    byte[] message(String chain, long index, String keyId, String previousMac, String body) {
      return Netstrings.of("2", keyId, chain, Long.toString(index), previousMac, body);
    }
  };

  private final int number;

  ChainForm(int number) {
    this.number = number;
  }

  /** As it is written in entries. */
  public int number() {
    return number;
  }

  /** The form of this number, 1 or 2. */
  public static ChainForm of(int number) {
    return switch (number) {
      case 1 -> ONE;
      case 2 -> TWO;
      default -> throw new IllegalArgumentException("form is " + number + ", must be 1 or 2");
    };
  }

  abstract byte[] message(String chain, long index, String keyId, String previousMac, String body);

  /** The bytes of form 1. */
  static byte[] joined(
      String ts, String actor, String action, String checksum, String previousMac) {
    return (ts + actor + action + checksum + previousMac).getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
