package beamline.router.examples.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host that was never compiled against the plugin finds it beside its own modules. */
class PluginDirectoryTest {
  private static final String HOST = "beamline.router.examples.quickstart";

  @TempDir private Path folder;

  @Test
  void theHostDecidesWithIt() throws IOException, InterruptedException {
    List<String> replies = run(path(true));
    assertThat(replies).hasSize(3);
    assertThat(replies.get(0)).contains("\"reason\":\"weighted\"", "\"sticky_key\":\"claims\"");
    assertThat(replies.get(1)).contains("\"reason\":\"sticky\"", "\"sticky_key\":\"claims\"");
    assertThat(replies.get(2))
        .contains("\"code\":\"validator_blocked\"", "the payload contains a blocked word")
        .doesNotContain("tree123");
    assertThat(Files.readString(folder.resolve("err")))
        .contains(
            "Plugged in: extensions business-rules of module beamline.router.examples.plugin.");
  }

  @Test
  void withoutItTheRequiredExtensionIsMissing() throws IOException, InterruptedException {
    assertThat(run(path(false)))
        .hasSize(3)
        .allSatisfy(reply -> assertThat(reply).contains("\"code\":\"extension_not_found\""));
  }

  private List<String> run(String modulePath) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--module-path",
                modulePath,
                "--add-modules",
                "ALL-MODULE-PATH",
                "--module",
                HOST + "/" + HOST + ".Quickstart",
                "--policies",
                Path.of("policies").toString(),
                "--requests",
                "requests.jsonl",
                "--json")
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor()).as(() -> read(err)).isZero();
    return Files.readAllLines(out);
  }

  private static String path(boolean withPlugin) {
    List<String> modules = new ArrayList<>();
    String classPath = System.getProperty("java.class.path");
    for (String entry : classPath.split(File.pathSeparator, -1)) {
      boolean plugin = entry.contains("plugin-jar") || entry.contains("example-plugin");
      boolean module =
          entry.contains("beamline")
              || entry.contains("jspecify")
              || entry.contains("slf4j")
              || entry.contains("caffeine")
              || entry.contains("jackson-core");
      boolean test = entry.contains("test-classes") || entry.contains("testkit");
      if (module && !test && (withPlugin || !plugin)) {
        modules.add(entry);
      }
    }
    return String.join(File.pathSeparator, modules);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
