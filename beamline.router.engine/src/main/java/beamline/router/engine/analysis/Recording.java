package beamline.router.engine.analysis;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The lines of a file, one after the other, none of which takes more memory than it may. Belongs to
 * one thread.
 */
final class Recording implements Closeable {
  private static final int BLOCK = 1 << 16;
  private static final byte[] NOTHING = {};

  private final InputStream in;
  private final int maxBytes;
  private byte[] buffer = new byte[BLOCK];
  private int start;
  private int end;
  private long number;
  private byte[] line = NOTHING;
  private boolean tooLong;

  private Recording(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  static Recording open(Path file, int maxBytes) throws IOException {
    return new Recording(Files.newInputStream(file), maxBytes);
  }

  /** Goes to the next line; false when there is none. */
  boolean next() throws IOException {
    tooLong = false;
    int known = 0;
    while (true) {
      int newline = newline(start + known);
      if (newline >= 0) {
        take(newline);
        start = newline + 1;
        return true;
      }
      if (end - start > maxBytes) {
        tooLong = true; // its beginning need not be kept
        start = end;
      }
      known = end - start;
      if (!fill()) {
        boolean last = known > 0 || tooLong;
        if (last) {
          take(end);
          start = end;
        }
        return last;
      }
    }
  }

  private int newline(int from) {
    for (int i = from; i < end; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private void take(int to) {
    number++;
    tooLong |= to - start > maxBytes;
    line = tooLong ? NOTHING : Arrays.copyOfRange(buffer, start, to);
  }

  private boolean fill() throws IOException {
    System.arraycopy(buffer, start, buffer, 0, end - start);
    end -= start;
    start = 0;
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, 2 * buffer.length);
    }
    int count = in.read(buffer, end, buffer.length - end);
    end += Math.max(0, count);
    return count >= 0;
  }

  /** The line, without its end; nothing when it is too long. */
  byte[] line() {
    return line;
  }

  /** Which one it is, counted from 1. */
  long number() {
    return number;
  }

  /** Whether it has more bytes than it may. */
  boolean isTooLong() {
    return tooLong;
  }

  /** Whether there is nothing in it. */
  boolean isBlank() {
    for (byte b : line) {
      if (b != ' ' && b != '\t' && b != '\r') {
        return false;
      }
    }
    return !tooLong;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
