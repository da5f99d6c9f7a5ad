package beamline.router.examples.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.examples.command.Console;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the command says to arguments and settings that it cannot use. */
class BeamlinePolicyTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "validate",
        "diff",
        "explain",
        "replay",
        "put",
        "history",
        "rollback",
        "delete",
        "get",
        "list",
        "export",
        "import"
      })
  void everyCommandSaysHowItIsUsed(String command) {
    Shell shell = new Shell(folder);

    assertThat(shell.runAsIs("--help")).isZero();
    assertThat(shell.out()).contains("  " + command + "  ", "Exit status: 0 done; 1 the answer");
    assertThat(shell.runAsIs(command, "--help")).isZero();
    assertThat(shell.out())
        .contains("Usage: beamline-policy " + command, "--json", "--folder DIR", "Exit status:");
    assertThat(shell.runAsIs(command)).isEqualTo(2);
    assertThat(shell.err())
        .isEqualTo("beamline-policy: " + command + " does not take 0 operands; --help says how\n");
  }

  @Test
  void whatCannotBeUsedIsNamed() throws IOException {
    Shell shell = Shell.onFolder(folder);
    String file = shell.file("one.json", Policies.ONE);

    refused(shell, "unknown command 'remove', must be one of validate, ", "remove", "acme/default");
    refused(shell, "unknown argument '--colour'", "list", "acme", "--colour");
    refusedOnFolder(shell, "--limit is 'ten'", "history", "acme/default", "--limit", "ten");
    refused(shell, "--expect needs a value", "put", "acme/default", file, "--expect");
    refusedOnFolder(shell, "'acme' names no policy", "get", "acme");
    refusedOnFolder(shell, "names no policy: policy id is ''", "get", "acme/");
    refused(shell, "no store is named", "list", "acme");
    refused(shell, "name two stores", "list", "acme", "--folder", "x", "--nats", "y");
    refused(shell, "policy-store is 'oracle'", "list", "acme", "--set", "policy-store=oracle");
    refused(shell, "unknown key colour", "list", "acme", "--set", "colour=1");
    refused(shell, "must be KEY=VALUE", "list", "acme", "--set", "colour");
    refused(
        shell,
        "file 'none' cannot be read: it does not exist\n",
        "list",
        "acme",
        "--config",
        "none");
    refused(
        shell,
        "file '" + folder + "' cannot be read: it is a folder\n",
        "list",
        "acme",
        "--config",
        folder.toString());
    refused(
        shell,
        "the policy directory 'nowhere' cannot be read: it does not exist\n",
        "list",
        "acme",
        "--folder",
        "nowhere");
    refused(
        shell,
        "the policy directory '" + file + "' cannot be read: it is no directory\n",
        "list",
        "acme",
        "--folder",
        file);
    refused(shell, "'gone.json' cannot be read", "validate", "gone.json");
    refused(shell, "--recording FILE is missing", "replay", "a/b", file, file);
    refused(shell, "'gone' cannot be read", "replay", "a/b", file, file, "--recording", "gone");
    refused(shell, "an operand is empty", "validate", "");
    refused(shell, "--draw is '2'", "explain", "a/b", file, "--draw", "2");
    refused(shell, "--context is 'x'", "explain", "a/b", file, "--context", "x");
  }

  @Test
  void whatIsSaidIsLookedAtBeforeAStoreThatMayBeDown() throws IOException {
    Shell down = new Shell(folder, "--nats", "nats://localhost:1");
    String file = down.file("one.json", Policies.ONE);
    String dir = folder.toString();

    refusedOnFolder(
        down,
        "file 'gone.json' cannot be read: it does not exist\n",
        "put",
        "acme/default",
        "gone.json");
    refusedOnFolder(down, "cannot be read: it is a folder\n", "put", "acme/default", dir);
    refusedOnFolder(down, "'acme' names no policy", "put", "acme", file);
    refusedOnFolder(down, "--expect is 'x'", "put", "acme/default", file, "--expect", "x");
    refusedOnFolder(down, "'gone.json' cannot be read", "diff", "acme/default", "gone.json");
    refusedOnFolder(down, "the revision is 'x'", "diff", "acme/default", "@x", file);
    refusedOnFolder(down, "the revision is 'x'", "rollback", "acme/default", "x");
    refusedOnFolder(down, "'1' is no revision", "get", "acme/default", "1");
    refusedOnFolder(down, "'acme' names no policy", "history", "acme");
    refusedOnFolder(down, "'acme' names no policy", "delete", "acme");
    refusedOnFolder(down, "--expect is 'x'", "delete", "acme/default", "--expect", "x");
    refusedOnFolder(down, "'a b' is no tenant id", "list", "a b");
    refusedOnFolder(down, "'gone' cannot be read: it does not exist", "import", "gone");
    refusedOnFolder(down, "folder '" + file + "' cannot be read: it is a file\n", "import", file);
    refusedOnFolder(
        down, "'" + file + "' cannot be written to: it is a file, not a folder", "export", file);
    refusedOnFolder(
        down, "'gone.json' cannot be read", "explain", "acme/default", "--request", "gone.json");
    refusedOnFolder(down, "--context is 'x'", "explain", "acme/default", "--context", "x");
    refusedOnFolder(
        down,
        "cannot be read: it is a folder\n",
        "replay",
        "acme/default",
        file,
        "--recording",
        dir);
  }

  @Test
  void settingsOfANodeNameTheStoreAndNothingElseIsConnected() throws IOException {
    Shell shell = Shell.onFolder(folder);
    String one = shell.file("one.json", Policies.ONE);
    String config =
        shell.file(
            "node.properties",
            "transport = nats\nnats.url = nats://localhost:1\nstate-store = nats\n"
                + "policy-store = file\npolicy-store.path = "
                + folder.resolve("policies"));

    assertThat(shell.runAsIs("put", "acme/default", one, "--config", config))
        .as(shell.err())
        .isZero();
    assertThat(shell.answer("list", "acme")).contains("acme/default");
    assertThat(System.getProperty("beamline.router.config")).isNull();
  }

  @Test
  void readingAFolderWritesNothingIntoIt() throws IOException {
    Shell shell = Shell.onFolder(folder);
    Path policies = folder.resolve("policies");

    assertThat(shell.answer("list", "acme")).isEqualTo("POLICY  REVISION  STORED\n");
    assertThat(shell.run("get", "acme/default")).isEqualTo(1);
    assertThat(policies).isEmptyDirectory();

    String file = shell.file("policies/acme/default.json", Policies.ONE);
    String two = shell.file("two.json", Policies.TWO);
    assertThat(shell.answer("list", "acme")).contains("acme/default         1");
    assertThat(shell.answer("history", "acme/default")).contains("the first that is kept");
    assertThat(shell.answer("diff", "acme/default", two)).contains("acme/default@1");
    assertThat(shell.answer("put", "acme/default", two, "--dry-run")).contains("acme/default@1");
    assertThat(shell.answer("export", folder.resolve("out").toString())).contains("created");
    assertThat(shell.answer("import", folder.resolve("out").toString(), "--dry-run"))
        .contains("unchanged");
    try (Stream<Path> children = Files.walk(policies)) {
      assertThat(children)
          .containsExactlyInAnyOrder(policies, policies.resolve("acme"), Path.of(file));
    }
    assertThat(shell.answer("put", "acme/default", two, "--expect", "1"))
        .endsWith("stored as revision 2\n");
  }

  @Test
  void tellsItsVersion() {
    Shell shell = new Shell(folder);

    assertThat(shell.runAsIs("--version")).isZero();
    assertThat(shell.out()).matches("beamline-policy \\S+\n");
  }

  @Test
  void mistakesAreToldToMachinesToo() {
    Shell shell = new Shell(folder);

    assertThat(shell.runAsIs("list", "acme", "--json")).isEqualTo(2);
    assertThat(shell.out()).startsWith("{\"ok\":false,\"error\":{\"code\":\"usage\",");
  }

  @Test
  void anAnswerThatIsLostIsNotDone() throws IOException {
    String file = Shell.onFolder(folder).file("one.json", Policies.ONE);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try (PrintStream full = new PrintStream("/dev/full", UTF_8)) {
      Console console =
          new Console("beamline-policy", full, new PrintStream(err, true, UTF_8), false);

      assertThat(BeamlinePolicy.run(List.of("validate", file), console)).isEqualTo(2);
    }
    assertThat(err.toString(UTF_8))
        .isEqualTo("beamline-policy: the answer cannot be written, it is not complete\n");
  }

  private static void refused(Shell shell, String sentence, String... arguments) {
    refused(shell, sentence, shell.runAsIs(arguments));
  }

  private static void refusedOnFolder(Shell shell, String sentence, String... arguments) {
    refused(shell, sentence, shell.run(arguments));
  }

  private static void refused(Shell shell, String sentence, int status) {
    assertThat(status).as(() -> shell.out() + shell.err()).isEqualTo(2);
    assertThat(shell.err()).startsWith("beamline-policy: ").contains(sentence);
  }
}
