package beamline.router.nats.bucket;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes any text as one token of a bucket's key, readable as far as the letters allow. */
public final class KeyToken {
  private static final String HEX = "0123456789ABCDEF";
  private static final int MAX_BYTES = 512;

  private KeyToken() {}

  /**
   * The token of a text: letters, digits, - _ and / stay, every other byte becomes {@code =} and
   * two hexadecimal digits.
   */
  public static String of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "the key has " + bytes.length + " bytes, must have at most " + MAX_BYTES);
    }
    if (bytes.length == 0) {
      return "=";
    }
    StringBuilder key = new StringBuilder(bytes.length + 8);
    for (byte next : bytes) {
      char letter = (char) (next & 0xff);
      if (isPlain(letter)) {
        key.append(letter);
      } else {
        key.append('=').append(HEX.charAt(letter >>> 4)).append(HEX.charAt(letter & 15));
      }
    }
    return key.toString();
  }

  /** The text of a token; empty unless it is exactly what {@link #of} writes. */
  public static Optional<String> read(String token) {
    if (token.length() > 3 * MAX_BYTES) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.allocate(token.length());
    for (int i = 0; i < token.length(); i++) {
      char letter = token.charAt(i);
      if (letter == '=' && i + 2 < token.length()) {
        int high = HEX.indexOf(token.charAt(++i));
        int low = HEX.indexOf(token.charAt(++i));
        bytes.put((byte) (high << 4 | low));
      } else {
        bytes.put((byte) letter);
      }
    }
    try {
      if (bytes.flip().limit() > MAX_BYTES) {
        return Optional.empty();
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      return of(text).equals(token) ? Optional.of(text) : Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static boolean isPlain(char letter) {
    return (letter >= 'a' && letter <= 'z')
        || (letter >= 'A' && letter <= 'Z')
        || (letter >= '0' && letter <= '9')
        || letter == '-'
        || letter == '_'
        || letter == '/';
  }
}
