package beamline.router.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionsTest {
  @TempDir private Path folder;

  @Test
  void nothingIsNeeded() throws UsageException {
    Options options = Options.parse(List.of());
    assertThat(options.policies()).isEmpty();
    assertThat(options.requests()).isEmpty();
    assertThat(options.standardInput() || options.json() || options.explain() || options.help())
        .isFalse();
  }

  @Test
  void everyOptionIsRead() throws UsageException, IOException {
    Path file = Files.writeString(folder.resolve("requests"), "");
    Options options =
        Options.parse(
            List.of("--policies", folder.toString(), "--requests=" + file, "--json", "--explain"));
    assertThat(options.policies()).contains(folder);
    assertThat(options.requests()).contains(file);
    assertThat(options.json() && options.explain()).isTrue();
    assertThat(Options.parse(List.of("--requests", "-")).standardInput()).isTrue();
    assertThat(Options.parse(List.of("-h")).help()).isTrue();
  }

  @Test
  void whatCanOnlyBeSaidOnceIsRefusedTheSecondTime() throws IOException {
    String file = Files.writeString(folder.resolve("requests"), "").toString();
    refused("--requests was given twice", "--requests", "-", "--requests", file);
    refused("--requests was given twice", "--requests", file, "--requests=-");
    refused(
        "--policies was given twice",
        "--policies",
        folder.toString(),
        "--policies",
        folder.toString());
  }

  @Test
  void whatCannotBeUsedIsNamed() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");
    refused("unknown argument '--jsn'; --help lists what there is", "--jsn");
    refused("unknown argument 'requests.jsonl'; --help lists what there is", "requests.jsonl");
    refused("--json takes no value, but was given 'yes'", "--json=yes");
    refused("--policies needs a folder", "--policies");
    refused("--requests needs a file, or - for standard input", "--requests", "--json");
    refused("--requests needs a file, or - for standard input", "--requests=");
    refused("cannot read policies from 'no/where': no such folder", "--policies", "no/where");
    refused(
        "cannot read policies from '" + file + "': it is not a folder",
        "--policies",
        file.toString());
    refused("cannot read requests from 'no.jsonl': no such file", "--requests", "no.jsonl");
    refused(
        "cannot read requests from '" + folder + "': it is a folder",
        "--requests",
        folder.toString());
    refused("'a\0b' is not a path: Nul character not allowed", "--requests", "a\0b");
  }

  private static void refused(String sentence, String... arguments) {
    assertThatThrownBy(() -> Options.parse(List.of(arguments)))
        .isInstanceOf(UsageException.class)
        .hasMessage(sentence);
  }
}
