package beamline.router.examples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Lines of bytes, however long the input and whatever the bytes. A line that is longer than the
 * limit is cut there, which leaves it longer than any message the router reads: it is answered with
 * a refusal, and memory stays bounded.
 */
final class Lines {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;
  private final int maxBytes;
  private byte[] buffer = new byte[BUFFER_BYTES];
  private int start;
  private int end;
  private boolean ended;

  Lines(InputStream in, int maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /** Whether the next line is here already, so that {@link #next} need not wait for it. */
  boolean isReady() {
    return ended || newline(start) < end;
  }

  /** The next line without its end ({@code \n} or {@code \r\n}); null at the end of the input. */
  byte @Nullable [] next() throws IOException {
    int newline = newline(start);
    while (newline == end && !ended) {
      int seen = end - start;
      if (seen > maxBytes) {
        return cut();
      }
      fill();
      newline = newline(start + seen);
    }
    if (start == end) {
      return null;
    }
    byte[] line = Arrays.copyOfRange(buffer, start, withoutReturn(newline));
    start = Math.min(newline + 1, end);
    return line;
  }

  /** Takes what fits and passes over the rest of the line. */
  private byte[] cut() throws IOException {
    byte[] line = Arrays.copyOfRange(buffer, start, start + maxBytes);
    buffer = new byte[BUFFER_BYTES];
    start = 0;
    end = 0;
    int newline = end;
    while (newline == end && !ended) {
      start = end;
      fill();
      newline = newline(start);
    }
    start = Math.min(newline + 1, end);
    return line;
  }

  private void fill() throws IOException {
    if (start > 0) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      ended = true;
    } else {
      end += count;
    }
  }

  private int newline(int from) {
    int i = from;
    while (i < end && buffer[i] != '\n') {
      i++;
    }
    return i;
  }

  private int withoutReturn(int newline) {
    return newline > start && buffer[newline - 1] == '\r' ? newline - 1 : newline;
  }
}
