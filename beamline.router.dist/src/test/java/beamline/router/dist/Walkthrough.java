package beamline.router.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page that does what it says: its files are saved and its commands run as they are written, in
 * their order, in a folder. Each says what the page says it does. With {@code -Ddocs.write=true}
 * the page is given what they say.
 */
abstract class Walkthrough {
  private static final String FILE =
      "[Ss]ave this as `(?<file>[^`]+)`:\\n\\n```json\\n(?<text>.*?)```";
  private static final String CONSOLE = "```console\\n(?<console>.*?)```";
  private static final Pattern BLOCK = Pattern.compile(FILE + "|" + CONSOLE, Pattern.DOTALL);
  private static final Pattern COMMAND = Pattern.compile("^\\$ .+", Pattern.MULTILINE);

  private final Path page;
  private final Path folder;
  private final Path output;

  /**
   * A page to be run.
   *
   * @param folder where its files are
   * @param output for what its commands say
   */
  Walkthrough(String page, Path folder, Path output) {
    this.page = House.ROOT.resolve("docs").resolve(page);
    this.folder = folder;
    this.output = output;
  }

  /** The folders with the programs that it uses. */
  abstract List<Path> programs();

  /** What a command says, without what is different each time. */
  abstract String settled(String text);

  /** Told before the commands of a block run. */
  void before(String console) throws InterruptedException {}

  /** Runs it; it has at least so many commands. */
  void runsAsWritten(int commands) throws IOException, InterruptedException {
    String written = House.text(page);
    StringBuilder ran = new StringBuilder();
    Matcher block = BLOCK.matcher(written);
    int copied = 0;
    while (block.find()) {
      ran.append(written, copied, block.start());
      copied = block.end();
      if (block.group("file") != null) {
        Files.writeString(folder.resolve(block.group("file")), block.group("text"));
        ran.append(block.group());
      } else {
        before(block.group("console"));
        ran.append("```console\n").append(runAll(block.group("console"))).append("```");
      }
    }
    ran.append(written, copied, written.length());
    if (Boolean.getBoolean("docs.write")) {
      Files.writeString(page, ran);
    }
    assertThat(settled(ran.toString())).isEqualTo(settled(written));
    assertThat(COMMAND.matcher(written).results()).hasSizeGreaterThanOrEqualTo(commands);
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
    StringBuilder path = new StringBuilder();
    programs().forEach(it -> path.append("'").append(it).append("':"));
    String script = "PATH=" + path + "\"$PATH\"; cd '" + folder + "'; { " + command + "; } 2>&1";
    Program program = Program.run(List.of("sh", "-c", script), output);
    assertThat(program.status()).as(command + "\n" + program.out()).isZero();
    return program.out();
  }
}
