package beamline.router.api.admin;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record of the audit log that was sealed: its text, and what ties it to the entry before it.
 * Sinks keep every part of it as it is, the text to the last character, since the seal is over
 * exactly that.
 *
 * @param chain whose entries these are: each writer has a chain of its own, so that several share a
 *     sink and need not agree; letters, digits, {@code _} and {@code -}, up to 64
 * @param index the place in the chain, from 1, without a gap
 * @param form how the seal was made, 1 or 2
 * @param keyId the key that it was made with; letters, digits, {@code _}, {@code -} and {@code .}
 * @param previousMac the seal of the entry before; empty for the first of a chain
 * @param mac the seal, 64 hexadecimal digits in lower case
 * @param body the record as canonical JSON, one object on one line
 */
public record AuditEntry(
    String chain, long index, int form, String keyId, String previousMac, String mac, String body) {
  private static final int LONGEST_ID = 64;
  private static final int MAC_DIGITS = 64;

  public AuditEntry {
    require(isChain(chain), "chain", chain, "1 to 64 letters, digits, _ and -");
    require(index >= 1, "index", index, "1 or more");
    require(form == 1 || form == 2, "form", form, "1 or 2");
    require(isKeyId(keyId), "keyId", keyId, "1 to 64 letters, digits, _, - and .");
    require(
        index == 1 ? previousMac.isEmpty() : isMac(previousMac),
        "previousMac",
        previousMac,
        "64 hexadecimal digits in lower case, and empty for the first of a chain");
    require(isMac(mac), "mac", mac, "64 hexadecimal digits in lower case");
    Objects.requireNonNull(body, "body");
  }

  /** Whether this can be the name of a chain. */
  public static boolean isChain(String text) {
    return isKeyId(text) && text.indexOf('.') < 0;
  }

  /** Whether this can be the id of a key. */
  public static boolean isKeyId(String text) {
    if (text.isEmpty() || text.length() > LONGEST_ID) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < 'a' || c > 'z')
          && (c < 'A' || c > 'Z')
          && (c < '0' || c > '9')
          && c != '_'
          && c != '-'
          && c != '.') {
        return false;
      }
    }
    return true;
  }

  /** Whether this entry is the next one after another; {@code null} for the start of a chain. */
  public boolean follows(@Nullable AuditEntry other) {
    return other == null
        ? index == 1
        : chain.equals(other.chain) && index == other.index + 1 && previousMac.equals(other.mac);
  }

  /** That of its form: whether it is a seal only who has the key can tell. */
  private static boolean isMac(String text) {
    return text.length() == MAC_DIGITS;
  }

  private static void require(boolean accepted, String name, Object value, String expected) {
    if (!accepted) {
      throw new IllegalArgumentException(name + " is '" + value + "', must be " + expected);
    }
  }
}
