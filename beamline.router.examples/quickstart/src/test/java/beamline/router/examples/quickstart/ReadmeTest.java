package beamline.router.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents promise in code blocks compiles and does what it says. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..", "..");

  @TempDir private Path folder;

  @Test
  void theEmbedExampleDecides() throws IOException, InterruptedException {
    String source = blocks(ROOT.resolve("README.md"), "java").get(0);
    Path file = Files.writeString(folder.resolve("Embed.java"), source);
    ByteArrayOutputStream complaints = new ByteArrayOutputStream();
    PrintStream told = new PrintStream(complaints, true, UTF_8);
    int compiled =
        ToolProvider.findFirst("javac")
            .orElseThrow()
            .run(
                told,
                told,
                "--release",
                "17",
                "-Xlint:all",
                "-Werror",
                "--module-path",
                Program.modulePath(),
                "--add-modules",
                "beamline.router.api",
                "-d",
                folder.toString(),
                file.toString());
    assertThat(compiled).as(complaints.toString(UTF_8)).isZero();
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--class-path",
                folder + java.io.File.pathSeparator + Program.modulePath(),
                "Embed")
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertThat(process.waitFor()).isZero();
    assertThat(Files.readString(out)).matches("(openai|anthropic) \\(WEIGHTED\\)\\R");
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    Matcher link = Pattern.compile("\\]\\(([^)#:]+)\\)").matcher(text(ROOT.resolve("README.md")));
    List<String> broken = new ArrayList<>();
    while (link.find()) {
      if (!Files.exists(ROOT.resolve(link.group(1)))) {
        broken.add(link.group(1));
      }
    }
    assertThat(broken).isEmpty();
  }

  private static List<String> blocks(Path document, String language) throws IOException {
    List<String> blocks = new ArrayList<>();
    Matcher block = Pattern.compile("(?s)```" + language + "\\n(.*?)```").matcher(text(document));
    while (block.find()) {
      blocks.add(block.group(1));
    }
    return blocks;
  }

  private static String text(Path document) throws IOException {
    return Files.readString(document);
  }
}
