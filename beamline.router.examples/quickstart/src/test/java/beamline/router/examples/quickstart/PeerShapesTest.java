package beamline.router.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the real peers send, each line with the reason or the error code that answers it. */
class PeerShapesTest {

  @Test
  void everyPeerGetsADecisionOrTheRightCode() throws IOException {
    List<String> expected = new ArrayList<>();
    StringBuilder requests = new StringBuilder();
    for (String line : lines()) {
      int tab = line.indexOf('\t');
      expected.add(line);
      requests.append(line, tab + 1, line.length()).append('\n');
    }
    Program json = Program.fed(requests.toString(), "--requests", "-", "--json");
    List<String> answered = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      String request = expected.get(i).substring(expected.get(i).indexOf('\t'));
      String reply = json.lines().get(i);
      answered.add(Program.verdict(reply) + request);
      assertThat(reply).as(request).doesNotContain("\"error\":{\"intake_error_code\"");
      assertThat(Replies.isObject(reply)).as(reply).isTrue();
    }
    assertThat(answered).isEqualTo(expected);
    assertThat(json.lines()).hasSameSizeAs(expected);
  }

  private static List<String> lines() throws IOException {
    try (InputStream in = PeerShapesTest.class.getResourceAsStream("peers.tsv")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), UTF_8).lines().toList();
    }
  }
}
