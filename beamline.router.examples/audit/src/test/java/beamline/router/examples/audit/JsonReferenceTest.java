package beamline.router.examples.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The reference names what machines get, all of it and nothing else. */
class JsonReferenceTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "reference", "beamline-audit.md");
  private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

  /** The names of keys and of what is in records are not ours. */
  private static final Set<String> OTHERS =
      Set.of(
          "1",
          "tenant_id",
          "actor",
          "action",
          "resource_type",
          "resource_id",
          "details",
          "revision");

  @TempDir private Path folder;
  private final Set<String> names = new TreeSet<>();
  private final Shell shell = new Shell();

  @Test
  void everyNameIsInTheReferenceAndEveryNameOfTheReferenceIsUsed() throws IOException {
    Path file = TestLog.write(folder, TestLog.entries("node-1", 3));
    ask("verify", folder.toString());
    ask("show", folder.toString());
    ask("checkpoint", folder.toString());
    ask("export", folder.toString(), "--to", folder.resolve("out").toString());
    ask("export", folder.toString(), "--to", folder.resolve("out").toString());
    Files.writeString(file, Files.readString(file).replace("ada", "eve"));
    ask("verify", folder.toString(), "--chain", "node-1");

    names.removeAll(OTHERS);
    String page = Files.readString(PAGE);
    Set<String> documented = new TreeSet<>();
    NAME.matcher(page.substring(page.indexOf("## JSON")))
        .results()
        .forEach(match -> documented.add(match.group(1)));
    documented.removeAll(Set.of("verify", "show", "export", "checkpoint"));
    assertThat(names).isEqualTo(documented);
  }

  private void ask(String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = "--json";
    shell.run(all);
    shell.out().lines().forEach(this::collect);
  }

  private void collect(String json) {
    try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME) {
          names.add(parser.currentName());
        }
      }
    }
  }
}
