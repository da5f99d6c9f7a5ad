package beamline.router.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as its users start it: from the module path, in some folder. */
class QuickstartProcessTest {
  @TempDir private Path folder;

  @Test
  void shippedFilesTravelInTheModule() throws IOException, InterruptedException {
    Program table = Program.started(folder, new byte[0]);
    assertThat(table.err()).isEmpty();
    assertThat(table.status()).isZero();
    assertThat(table.out()).startsWith("REQUEST").contains("circuit_breaker_fallback");
  }

  @Test
  void standardInputIsAnsweredOnStandardOutputAndNothingElse()
      throws IOException, InterruptedException {
    byte[] input =
        "{\"version\":\"1\",\"tenant_id\":\"acme\",\"request_id\":\"r\",\"message\":{}}\nnonsense\n"
            .getBytes(UTF_8);
    Program json = Program.started(folder, input, "--requests", "-", "--json");
    assertThat(json.status()).isZero();
    assertThat(json.lines()).hasSize(2).allMatch(Replies::isObject);
    assertThat(json.err()).contains("total", "lines in");
  }

  @Test
  void theExitStatusTellsUnusableArguments() throws IOException, InterruptedException {
    Program refused = Program.started(folder, new byte[0], "--requests", "missing.jsonl");
    assertThat(refused.status()).isEqualTo(2);
    assertThat(refused.out()).isEmpty();
    assertThat(refused.err())
        .isEqualTo("quickstart: cannot read requests from 'missing.jsonl': no such file\n");
  }
}
