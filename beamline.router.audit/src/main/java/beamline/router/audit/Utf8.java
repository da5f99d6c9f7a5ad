package beamline.router.audit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.crypto.Mac;

/**
 * A text in UTF-8 that grows at its end, in one array that is used again and again. Not safe for
 * concurrent use.
 */
final class Utf8 {
  private static final int FIRST_BYTES = 512;

  /**
   * A longer array is let go of: one long record should not be paid for as long as the node runs.
   */
  private static final int KEPT_BYTES = 1 << 16;

  private static final int MOST_DIGITS = 19;
  private static final byte[] HEX = ascii("0123456789abcdef");

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;

  /** The bytes of a text of ASCII letters. */
  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** Begins anew. */
  Utf8 clear() {
    return cut(0);
  }

  /** Keeps so many bytes and goes on after them. */
  Utf8 cut(int newLength) {
    if (bytes.length > KEPT_BYTES) {
      bytes = Arrays.copyOf(bytes, Math.max(newLength, FIRST_BYTES));
    }
    length = newLength;
    return this;
  }

  int length() {
    return length;
  }

  Utf8 append(byte[] utf8) {
    return append(utf8, utf8.length);
  }

  Utf8 append(Utf8 other) {
    return append(other.bytes, other.length);
  }

  private Utf8 append(byte[] utf8, int count) {
    System.arraycopy(utf8, 0, room(count), length, count);
    length += count;
    return this;
  }

  Utf8 append(String text) {
    return append(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Appends a text of ASCII letters in quotes. For these the method is right, and fast. */
  @SuppressWarnings("deprecation")
  Utf8 appendQuoted(String ascii) {
    int letters = ascii.length();
    byte[] to = room(letters + 2);
    to[length++] = '"';
    ascii.getBytes(0, letters, to, length);
    length += letters;
    to[length++] = '"';
    return this;
  }

  Utf8 append(char ascii) {
    room(1)[length++] = (byte) ascii;
    return this;
  }

  /** Appends a number in decimal digits. */
  Utf8 append(long number) {
    if (number < 0) {
      return append(Long.toString(number));
    }
    int digits = digits(number);
    byte[] to = room(digits);
    long left = number;
    for (int i = length + digits - 1; i >= length; i--) {
      to[i] = (byte) ('0' + left % 10);
      left /= 10;
    }
    length += digits;
    return this;
  }

  /** How many decimal digits a number has that is not negative. */
  static int digits(long number) {
    int digits = 1;
    for (long next = 10; digits < MOST_DIGITS && number >= next; next *= 10) {
      digits++;
    }
    return digits;
  }

  /** Appends bytes as two hexadecimal digits each. */
  Utf8 appendHex(byte[] hashed) {
    byte[] to = room(2 * hashed.length);
    int at = length;
    for (byte next : hashed) {
      to[at++] = HEX[(next >> 4) & 15];
      to[at++] = HEX[next & 15];
    }
    length = at;
    return this;
  }

  private byte[] room(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(Math.addExact(length, more), bytes.length * 2));
    }
    return bytes;
  }

  void feed(Mac mac) {
    mac.update(bytes, 0, length);
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.UTF_8);
  }
}
