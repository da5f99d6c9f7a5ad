package beamline.router.spi;

import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An {@link AuditRecord} that was sealed: its text, and what ties it to the entry before it. Sinks
 * keep every part of it as it is, the text to the last character, since the seal is over exactly
 * that.
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
  private static final Pattern CHAIN = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
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
    return CHAIN.matcher(text).matches();
  }

  /** Whether this can be the id of a key. */
  public static boolean isKeyId(String text) {
    return KEY_ID.matcher(text).matches();
  }

  /** Whether this entry is the next one after another; {@code null} for the start of a chain. */
  public boolean follows(@Nullable AuditEntry other) {
    return other == null
        ? index == 1
        : chain.equals(other.chain) && index == other.index + 1 && previousMac.equals(other.mac);
  }

  private static boolean isMac(String text) {
    if (text.length() != MAC_DIGITS) {
      return false;
    }
    for (int i = 0; i < MAC_DIGITS; i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
        return false;
      }
    }
    return true;
  }

  private static void require(boolean accepted, String name, Object value, String expected) {
    if (!accepted) {
      throw new IllegalArgumentException(name + " is '" + value + "', must be " + expected);
    }
  }
}
