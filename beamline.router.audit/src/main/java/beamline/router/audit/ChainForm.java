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
    void head(Utf8 to, String chain, String keyId) {
      // covers neither
    }

    @Override
    void append(Utf8 to, long index, Utf8 previousMac, Utf8 body) {
      Map<String, Object> members = AuditBody.members(body.toString());
      to.append(
          joined(
              AuditBody.text(members, "ts"),
              AuditBody.text(members, "actor"),
              AuditBody.text(members, "action"),
              sha256(body.toBytes()),
              previousMac.toString()));
    }
  },

  /**
   * {@code "2"}, the key id, the chain, the index, the seal before and the text, each as a
   * netstring: its length in bytes, a colon, itself, a comma.
   */
  TWO(2) {
    @Override
    void head(Utf8 to, String chain, String keyId) {
      Netstrings.append(to, "2");
      Netstrings.append(to, keyId);
      Netstrings.append(to, chain);
    }

    @Override
    void append(Utf8 to, long index, Utf8 previousMac, Utf8 body) {
      Netstrings.append(to, index);
      Netstrings.append(to, previousMac);
      Netstrings.append(to, body);
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

  /** The bytes that a seal is over. */
  byte[] message(String chain, long index, String keyId, String previousMac, String body) {
    Utf8 message = new Utf8();
    head(message, chain, keyId);
    append(message, index, new Utf8().append(previousMac), new Utf8().append(body));
    return message.toBytes();
  }

  /** Appends the bytes that are the same for all seals of a chain with a key. */
  abstract void head(Utf8 to, String chain, String keyId);

  /** Appends the bytes that follow. */
  abstract void append(Utf8 to, long index, Utf8 previousMac, Utf8 body);

  /** The bytes of form 1. */
  static byte[] joined(
      String ts, String actor, String action, String checksum, String previousMac) {
    return (ts + actor + action + checksum + previousMac).getBytes(StandardCharsets.UTF_8);
  }

  private static String sha256(byte[] text) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
