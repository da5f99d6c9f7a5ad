package beamline.router.nats.connection;

import java.util.Arrays;

/** How NATS writes keys: base32 without padding, with a checksum at the end. */
final class NKeyCode {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int CHECKSUM_BYTES = 2;

  private NKeyCode() {}

  /** Appends the checksum and writes all in base32. */
  static String encode(byte[] content) {
    byte[] whole = Arrays.copyOf(content, content.length + CHECKSUM_BYTES);
    int checksum = checksum(content, content.length);
    whole[content.length] = (byte) checksum;
    whole[content.length + 1] = (byte) (checksum >>> 8);
    StringBuilder text = new StringBuilder();
    int bits = 0;
    int held = 0;
    for (byte next : whole) {
      held = (held << 8) | (next & 0xff);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(ALPHABET.charAt((held >>> bits) & 31));
      }
      held &= (1 << bits) - 1;
    }
    if (bits > 0) {
      text.append(ALPHABET.charAt((held << (5 - bits)) & 31));
    }
    return text.toString();
  }

  /**
   * The content without its checksum.
   *
   * @throws IllegalArgumentException when it is not base32 or the checksum differs; the message
   *     does not show the key
   */
  static byte[] decode(String text) {
    byte[] whole = new byte[text.length() * 5 / 8];
    int bits = 0;
    int held = 0;
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      int value = ALPHABET.indexOf(text.charAt(i));
      if (value < 0) {
        throw new IllegalArgumentException("it has characters other than A to Z and 2 to 7");
      }
      held = (held << 5) | value;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        whole[length++] = (byte) (held >>> bits);
        held &= (1 << bits) - 1;
      }
    }
    int content = length - CHECKSUM_BYTES;
    if (content <= 0) {
      throw new IllegalArgumentException("it is too short");
    }
    int stated = (whole[content] & 0xff) | (whole[content + 1] & 0xff) << 8;
    if (stated != checksum(whole, content)) {
      throw new IllegalArgumentException("its checksum is wrong");
    }
    return Arrays.copyOf(whole, content);
  }

  /** CRC-16/XMODEM. */
  private static int checksum(byte[] bytes, int length) {
    int crc = 0;
    for (int i = 0; i < length; i++) {
      crc ^= (bytes[i] & 0xff) << 8;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 0x8000) == 0 ? crc << 1 : (crc << 1) ^ 0x1021;
      }
      crc &= 0xffff;
    }
    return crc;
  }
}
