package beamline.router.engine.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of a text: what is kept of a secret, and what tells one document from another.
 * Compared in the same time whatever differs. Immutable.
 */
public final class Digest {
  /** How it is written. */
  static final String FORM = "sha256: and 64 hex digits";

  private static final String PREFIX = "sha256:";
  private static final int HEX_DIGITS = 64;

  private final byte[] bytes;

  private Digest(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The digest of a text in UTF-8. */
  public static Digest of(String text) {
    try {
      return new Digest(
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Reads a digest.
   *
   * @throws IllegalArgumentException when it has another {@link #FORM}
   */
  static Digest read(String text) {
    if (!text.startsWith(PREFIX) || text.length() != PREFIX.length() + HEX_DIGITS) {
      throw new IllegalArgumentException("not " + FORM);
    }
    return new Digest(HexFormat.of().parseHex(text.substring(PREFIX.length())));
  }

  /** As it is written: {@code sha256:} and 64 hex digits. */
  public String text() {
    return PREFIX + HexFormat.of().formatHex(bytes);
  }

  boolean is(Digest other) {
    return MessageDigest.isEqual(bytes, other.bytes);
  }
}
