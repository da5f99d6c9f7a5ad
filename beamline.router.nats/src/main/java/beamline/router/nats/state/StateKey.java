package beamline.router.nats.state;

import java.nio.charset.StandardCharsets;

/** Writes any text as a key of a bucket, readable as far as the letters allow. */
final class StateKey {
  private static final String HEX = "0123456789ABCDEF";
  private static final int MAX_BYTES = 512;

  private StateKey() {}

  /**
   * The key of a text: letters, digits, - _ and / stay, every other byte becomes {@code =} and two
   * hexadecimal digits.
   */
  static String of(String text) {
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

  private static boolean isPlain(char letter) {
    return (letter >= 'a' && letter <= 'z')
        || (letter >= 'A' && letter <= 'Z')
        || (letter >= '0' && letter <= '9')
        || letter == '-'
        || letter == '_'
        || letter == '/';
  }
}
