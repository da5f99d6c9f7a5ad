package beamline.router.examples.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** The reference names what machines get, all of it and nothing else. */
class JsonReferenceTest {
  private static final Path PAGE = Path.of("..", "..", "docs", "reference", "beamline-policy.md");

  private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

  /** What is in the documents, and a code of a refusal. */
  private static final Set<String> OTHERS = Set.of("weight", "no_provider_available");

  @TempDir private Path folder;
  private final Set<String> names = new TreeSet<>();

  @Test
  void everyNameIsInTheReferenceAndEveryNameOfTheReferenceIsUsed() throws IOException {
    Shell shell = Shell.onFolder(folder);
    String one = shell.file("one.json", Policies.ONE);
    String two =
        shell.file("two.json", Policies.TWO.replace("}]}", "}],'validators':[{'id':'v'}]}"));
    String score =
        shell.file("score.json", Policies.ONE.replace("{'prov", "{'strategy':'best_score','prov"));
    String none = shell.file("none.json", "{'providers':[{'name':'a','weight':0}]}");
    String broken = shell.file("broken.json", Policies.BROKEN);
    String recording = shell.file("requests.jsonl", "{'tenant_id':'acme','input':{}}\nnonsense\n");
    String out = folder.resolve("out").toString();

    ask(shell, "validate", one, broken);
    ask(shell, "put", "acme/default", one);
    ask(shell, "put", "acme/default", two);
    ask(shell, "put", "acme/default", broken);
    ask(shell, "diff", "acme/default", one);
    ask(shell, "explain", "acme/default", two);
    ask(shell, "explain", "acme/default", score);
    ask(shell, "explain", "acme/default", none);
    ask(shell, "replay", "acme/default", one, "--recording", recording);
    ask(shell, "replay", "acme/default", none, one, "--recording", recording);
    ask(shell, "replay", "acme/default", one, none, "--recording", recording);
    ask(shell, "rollback", "acme/default", "@1");
    ask(shell, "history", "acme/default");
    Path stored = folder.resolve("policies/acme/default.json");
    Files.delete(stored);
    ask(shell, "history", "acme/default");
    Files.writeString(stored, "half a file");
    ask(shell, "history", "acme/default");
    ask(shell, "put", "acme/default", one);
    ask(shell, "get", "acme/default");
    ask(shell, "list", "acme");
    ask(shell, "export", out);
    ask(shell, "delete", "acme/default");
    Files.copy(Path.of(broken), Path.of(out, "acme", "broken.json"));
    ask(shell, "import", out);

    names.removeAll(OTHERS);
    assertThat(names).isSubsetOf(documented()).hasSizeGreaterThan(60);
    assertThat(documented()).isSubsetOf(names);
  }

  private void ask(Shell shell, String... arguments) {
    String[] all = Arrays.copyOf(arguments, arguments.length + 1);
    all[arguments.length] = "--json";
    int status = shell.run(all);
    assertThat(status).as(() -> shell.out() + shell.err()).isBetween(0, 1);
    try (JsonParser parser =
        new JsonFactory().createParser(ObjectReadContext.empty(), shell.out().getBytes(UTF_8))) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME) {
          names.add(parser.currentName());
        }
      }
    }
  }

  private static Set<String> documented() throws IOException {
    String page = Files.readString(PAGE);
    return page.substring(page.indexOf("| Of | Names |"))
        .lines()
        .filter(line -> line.startsWith("| "))
        .map(line -> line.split("\\|", -1)[2])
        .flatMap(names -> NAME.matcher(names).results())
        .map(name -> name.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
