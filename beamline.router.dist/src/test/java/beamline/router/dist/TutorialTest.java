package beamline.router.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The tutorial does what it says: its files are saved and its commands run as they are written, in
 * their order, in an empty folder. Each says what the page says it does, but for the times. With
 * {@code -Ddocs.write=true} the page is given what they say.
 */
final class TutorialTest {
  private static final Path PAGE = House.ROOT.resolve("docs/tutorials/change-a-policy-safely.md");
  private static final Pattern BLOCK =
      Pattern.compile(
          "Save this as `(?<file>[^`]+)`:\n\n```json\n(?<text>.*?)```|```console\n(?<console>.*?)```",
          Pattern.DOTALL);
  private static final Pattern COMMAND = Pattern.compile("^\\$ .+", Pattern.MULTILINE);
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");

  @TempDir private Path folder;
  @TempDir private Path output;

  @Test
  void theTutorialRunsAsWritten() throws Exception {
    String page = House.text(PAGE);
    StringBuilder ran = new StringBuilder();
    Matcher block = BLOCK.matcher(page);
    int copied = 0;
    while (block.find()) {
      ran.append(page, copied, block.start());
      copied = block.end();
      if (block.group("file") != null) {
        Files.writeString(folder.resolve(block.group("file")), block.group("text"));
        ran.append(block.group());
      } else {
        ran.append("```console\n").append(runAll(block.group("console"))).append("```");
      }
    }
    ran.append(page, copied, page.length());
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(PAGE, ran);
    }
    assertThat(withoutTimes(ran.toString())).isEqualTo(withoutTimes(page));
    assertThat(COMMAND.matcher(page).results()).hasSizeGreaterThan(10);
  }

  /** The commands of a block, each followed by what it says. */
  private String runAll(String console) throws IOException, InterruptedException {
    StringBuilder said = new StringBuilder();
    for (String line : console.lines().filter(it -> it.startsWith("$ ")).toList()) {
      said.append(line).append('\n').append(run(line.substring(2)));
    }
    return said.toString();
  }

  private String run(String command) throws IOException, InterruptedException {
    String path = "PATH='" + PolicyImageTest.IMAGE.resolve("bin") + "':\"$PATH\"; ";
    String script = "cd '" + folder + "'; " + path + "{ " + command + "; } 2>&1";
    Program program = Program.run(List.of("sh", "-c", script), output);
    assertThat(program.status()).as(command + "\n" + program.out()).isZero();
    return program.out();
  }

  private static String withoutTimes(String text) {
    return TIME.matcher(text).replaceAll("(a time)");
  }
}
