package beamline.router.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tutorial does what it says: its files are saved and its commands run as they are written, in
 * their order, in an empty folder. Each says what the page says it does, but for the times.
 */
final class TutorialTest {
  private static final Path PAGE = House.ROOT.resolve("docs/tutorials/change-a-policy-safely.md");
  private static final Pattern BLOCK =
      Pattern.compile(
          "Save this as `(?<file>[^`]+)`:\n\n```json\n(?<text>.*?)```|```console\n(?<console>.*?)```",
          Pattern.DOTALL);
  private static final Pattern COMMAND =
      Pattern.compile("^\\$ (?<command>.+)\n(?<output>(?:(?!\\$ ).*\n)*)", Pattern.MULTILINE);
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

  @TempDir private Path folder;
  @TempDir private Path output;

  @Test
  void theTutorialRunsAsWritten() throws Exception {
    int commands = 0;
    Matcher block = BLOCK.matcher(House.text(PAGE));
    while (block.find()) {
      if (block.group("file") != null) {
        Files.writeString(folder.resolve(block.group("file")), block.group("text"));
        continue;
      }
      Matcher command = COMMAND.matcher(block.group("console"));
      while (command.find()) {
        assertThat(run(command.group("command")))
            .as(command.group("command"))
            .isEqualTo(withoutTimes(Objects.requireNonNull(command.group("output"))));
        commands++;
      }
    }
    assertThat(commands).isGreaterThan(10);
  }

  private String run(String command) throws IOException, InterruptedException {
    String path = "PATH='" + PolicyImageTest.IMAGE.resolve("bin") + "':\"$PATH\"; ";
    String script = "cd '" + folder + "'; " + path + "{ " + command + "; } 2>&1";
    Program program = Program.run(List.of("sh", "-c", script), output);
    assertThat(program.status()).as(command + "\n" + program.out()).isZero();
    return withoutTimes(program.out());
  }

  private static String withoutTimes(String text) {
    return TIME.matcher(text).replaceAll("(a time)");
  }
}
