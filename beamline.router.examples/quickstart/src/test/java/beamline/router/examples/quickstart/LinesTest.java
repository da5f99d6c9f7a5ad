package beamline.router.examples.quickstart;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinesTest {

  @Test
  void linesEndWithNewlineReturnOrTheInput() throws IOException {
    assertThat(lines("a\r\n\nb\rc\n\r\nd", 100)).containsExactly("a", "", "b\rc", "", "d");
    assertThat(lines("", 100)).isEmpty();
    assertThat(lines("\n", 100)).containsExactly("");
    assertThat(lines("a\n", 100)).containsExactly("a");
  }

  @Test
  void everyByteIsKept() throws IOException {
    StringBuilder all = new StringBuilder();
    for (char c = 0; c < 256; c++) {
      if (c != '\n') {
        all.append(c);
      }
    }
    assertThat(lines(all + "x\n" + all + "x", 1000)).containsExactly(all + "x", all + "x");
  }

  @Test
  void aLineOverTheLimitIsCutAndTheNextOneIsWhole() throws IOException {
    String huge = "x".repeat(300_000);
    assertThat(lines(huge + "\nnext\n" + huge, 100_000))
        .containsExactly(huge.substring(0, 100_000), "next", huge.substring(0, 100_000));
  }

  @Test
  void aLineOfExactlyTheLimitIsWhole() throws IOException {
    String line = "x".repeat(100_000);
    assertThat(lines(line + "\n" + line, 100_000)).containsExactly(line, line);
  }

  @Test
  void linesAcrossManyReadsAreWhole() throws IOException {
    StringBuilder text = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 2000; i++) {
      String line = "line " + i + " ".repeat(i % 97) + ".";
      expected.add(line);
      text.append(line).append('\n');
    }
    InputStream dripping =
        new ByteArrayInputStream(text.toString().getBytes(ISO_8859_1)) {
          @Override
          public synchronized int read(byte[] into, int offset, int length) {
            return super.read(into, offset, Math.min(length, 7));
          }
        };
    assertThat(all(new Lines(dripping, 1000))).isEqualTo(expected);
  }

  @Test
  void aLineIsReadyWhenItsEndWasRead() throws IOException {
    Lines lines = new Lines(new ByteArrayInputStream("a\nb\nc".getBytes(ISO_8859_1)), 10);
    assertThat(lines.isReady()).isFalse();
    lines.next();
    assertThat(lines.isReady()).isTrue();
    lines.next();
    assertThat(lines.isReady()).isFalse();
    lines.next();
    assertThat(lines.isReady()).isTrue();
  }

  private static List<String> lines(String text, int maxBytes) throws IOException {
    return all(new Lines(new ByteArrayInputStream(text.getBytes(ISO_8859_1)), maxBytes));
  }

  private static List<String> all(Lines lines) throws IOException {
    List<String> all = new ArrayList<>();
    for (byte[] line = lines.next(); line != null; line = lines.next()) {
      all.add(new String(line, ISO_8859_1));
    }
    return all;
  }
}
