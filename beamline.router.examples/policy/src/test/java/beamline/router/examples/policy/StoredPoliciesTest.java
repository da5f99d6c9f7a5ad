package beamline.router.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Putting, looking at and taking back, on a folder. */
class StoredPoliciesTest {
  @TempDir private Path folder;
  private Shell shell;
  private String one;
  private String two;
  private String broken;

  @BeforeEach
  void writeDocuments() throws IOException {
    shell = Shell.onFolder(folder);
    one = shell.file("one.json", Policies.ONE);
    two = shell.file("two.json", Policies.TWO);
    broken = shell.file("broken.json", Policies.BROKEN);
  }

  @Test
  void putShowsTheChangeAndStoresIt() {
    assertThat(shell.answer("put", "acme/default", one))
        .contains("nothing -> ", "anthropic   0.0 %  30.0 %       +30.0")
        .endsWith("stored as revision 1\n");
    assertThat(shell.answer("put", "acme/default", two))
        .contains(
            "acme/default@1 -> " + two,
            "changed  providers[\"openai\"].weight     70      50",
            "openai     70.0 %  50.0 %       -20.0")
        .endsWith("stored as revision 2\n");
    assertThat(shell.answer("get", "acme/default").strip())
        .isEqualTo(Policies.TWO.replace('\'', '"'));
  }

  @Test
  void aDryRunStoresNothing() {
    assertThat(shell.answer("put", "acme/default", one, "--dry-run"))
        .endsWith("nothing was stored: this was a dry run\n");
    assertThat(shell.run("get", "acme/default")).isEqualTo(1);
    assertThat(shell.err()).isEqualTo("beamline-policy: policy acme/default does not exist\n");
  }

  @Test
  void theStoredDocumentIsNotStoredAgain() {
    shell.answer("put", "acme/default", one);

    assertThat(shell.answer("put", "acme/default", one))
        .contains("no change", "nothing was stored: the stored document is this one");
    assertThat(shell.answer("history", "acme/default").lines()).hasSize(2);
  }

  @Test
  void whoExpectsAnotherRevisionIsToldBoth() {
    shell.answer("put", "acme/default", one);

    assertThat(shell.run("put", "acme/default", two, "--expect", "0")).isEqualTo(1);
    assertThat(shell.err())
        .isEqualTo(
            "beamline-policy: policy acme/default is at revision 1, the change expected 0\n");
    assertThat(shell.run("put", "acme/default", two, "--expect", "0", "--json")).isEqualTo(1);
    assertThat(shell.out())
        .isEqualTo(
            "{\"ok\":false,\"error\":{\"code\":\"policy_conflict\",\"message\":"
                + "\"policy acme/default is at revision 1, the change expected 0\"}}\n");
  }

  @Test
  void aDocumentWithProblemsIsRefusedWithTheirPlaces() {
    assertThat(shell.run("put", "acme/default", broken)).isEqualTo(1);
    assertThat(shell.err()).isEqualTo(broken + ":providers[0].weight is -70, must be 0 or more\n");
    assertThat(shell.run("put", "acme/default", broken, "--json")).isEqualTo(1);
    assertThat(shell.out())
        .contains("\"code\":\"invalid_policy\"")
        .contains("\"problems\":[{\"path\":\"providers[0].weight\",\"message\":\"is -70");
  }

  @Test
  void historyTellsWhatEachRevisionChanged() {
    shell.answer("put", "acme/default", one);
    shell.answer("put", "acme/default", two);

    assertThat(shell.answer("history", "acme/default").lines())
        .satisfiesExactly(
            line -> assertThat(line).matches("REVISION  STORED +CHANGES"),
            line ->
                assertThat(line)
                    .matches(
                        " +2  [-0-9T:]+Z  providers\\[\"openai\"].weight, providers\\[\"anthropic\"].weight"),
            line -> assertThat(line).matches(" +1  [-0-9T:]+Z  the first that is kept"));
    assertThat(shell.answer("history", "acme/default", "--limit", "1", "--json"))
        .contains("\"revision\":2")
        .doesNotContain("\"revision\":1");
    assertThat(shell.run("history", "acme/none")).isEqualTo(1);
  }

  @Test
  void historyTellsDeletions() throws IOException {
    shell.answer("put", "acme/default", one);
    shell.answer("put", "acme/default", two);
    Files.delete(folder.resolve("policies/acme/default.json"));

    assertThat(shell.answer("history", "acme/default").lines())
        .satisfiesExactly(
            line -> assertThat(line).startsWith("REVISION"),
            line -> assertThat(line).matches(" +2  - +deleted"),
            line -> assertThat(line).matches(" +1  [-0-9T:]+Z  the first that is kept"),
            line -> assertThat(line).isEmpty(),
            line -> assertThat(line).isEqualTo("policy acme/default is deleted"));
    assertThat(shell.answer("history", "acme/default", "--json"))
        .contains(
            "\"deleted\":true,\"revisions\":[{\"revision\":2,\"deleted\":true},{\"revision\":1,");
    shell.answer("rollback", "acme/default", "@1");
    assertThat(shell.answer("history", "acme/default").lines().toList().get(1))
        .matches(" +3  [-0-9T:]+Z  the first after a deletion");
  }

  @Test
  void whatCannotBeReadIsShownAndCanBeReplaced() throws IOException {
    shell.answer("put", "acme/default", one);
    shell.answer("put", "acme/default", two);
    Files.writeString(folder.resolve("policies/acme/default.json"), "half a file");

    assertThat(shell.run("get", "acme/default")).isEqualTo(1);
    assertThat(shell.err())
        .isEqualTo(
            "beamline-policy: policy acme/default cannot be read: its file begins with 'h',"
                + " must be a JSON object; a change that expects revision 2 replaces it\n");
    assertThat(shell.answer("history", "acme/default").lines().toList().get(1))
        .matches(" +2  - +cannot be read: its file begins with 'h', must be a JSON.*");
    assertThat(shell.answer("history", "acme/default", "--json"))
        .contains("{\"revision\":2,\"problem\":\"its file begins with 'h'");
    assertThat(shell.answer("rollback", "acme/default", "@1"))
        .startsWith("what is stored cannot be read: its file begins with 'h'")
        .contains("nothing -> acme/default@1")
        .endsWith("stored as revision 3\n");
    assertThat(shell.answer("get", "acme/default")).contains("\"weight\":70");
  }

  @Test
  void rollbackStoresAFormerDocumentAgain() {
    shell.answer("put", "acme/default", one);
    shell.answer("put", "acme/default", two);

    assertThat(shell.answer("rollback", "acme/default", "@1", "--dry-run")).contains("dry run");
    assertThat(shell.answer("rollback", "acme/default", "@1"))
        .contains("acme/default@2 -> acme/default@1")
        .endsWith("stored as revision 3\n");
    assertThat(shell.answer("get", "acme/default", "--json"))
        .contains("\"revision\":3", "\"weight\":70");
    assertThat(shell.run("rollback", "acme/default", "9")).isEqualTo(1);
    assertThat(shell.err()).contains("policy acme/default has no revision 9");
    assertThat(shell.run("rollback", "acme/default", "2", "--expect", "2")).isEqualTo(1);
    assertThat(shell.err()).contains("is at revision 3, the change expected 2");
  }

  @Test
  void deleteRemovesAPolicyThatRollbackStoresAgain() {
    shell.answer("put", "acme/default", one);

    assertThat(shell.answer("delete", "acme/default", "--dry-run"))
        .isEqualTo("nothing was deleted: this was a dry run; acme/default is at revision 1\n");
    assertThat(shell.run("delete", "acme/default", "--expect", "7")).isEqualTo(1);
    assertThat(shell.err())
        .isEqualTo(
            "beamline-policy: policy acme/default is at revision 1, the change expected 7\n");
    assertThat(shell.answer("delete", "acme/default", "--expect", "1"))
        .isEqualTo("deleted acme/default@1, which rollback stores again\n");
    assertThat(shell.run("get", "acme/default")).isEqualTo(1);
    assertThat(shell.run("delete", "acme/default", "--json")).isEqualTo(1);
    assertThat(shell.out()).contains("\"code\":\"policy_not_found\"");
    assertThat(shell.answer("rollback", "acme/default", "@1")).endsWith("stored as revision 2\n");
    assertThat(shell.answer("delete", "acme/default", "--json"))
        .isEqualTo(
            "{\"ok\":true,\"tenant_id\":\"acme\",\"policy_id\":\"default\",\"deleted\":true,"
                + "\"revision\":2}\n");
  }

  @Test
  void getPrintsAnyRevisionAsItIs() {
    shell.answer("put", "acme/default", one);
    shell.answer("put", "acme/default", two);

    assertThat(shell.answer("get", "acme/default", "@1")).contains("\"weight\":70");
    assertThat(shell.run("get", "acme/default", two)).isEqualTo(2);
  }

  @Test
  void aStoredTextThatIsNoJsonIsAStringForMachines() throws IOException {
    shell.file("policies/acme/text.json", "{no json}");

    assertThat(shell.answer("get", "acme/text", "--json"))
        .endsWith("\"document\":\"{no json}\"}\n");
    assertThat(shell.answer("get", "acme/text")).isEqualTo("{no json}\n");
  }

  @Test
  void listNamesThePoliciesOfATenant() {
    shell.answer("put", "acme/default", one);
    shell.answer("put", "acme/policy:x", two);

    assertThat(shell.answer("list", "acme").lines().skip(1))
        .satisfiesExactly(
            line -> assertThat(line).startsWith("acme/default  "),
            line -> assertThat(line).startsWith("acme/policy:x "));
    assertThat(shell.answer("list", "acme", "--json")).contains("\"policy_id\":\"policy:x\"");
  }

  @Test
  void foldersGoOutAndIn() throws IOException {
    shell.answer("put", "acme/default", one);
    Path out = folder.resolve("out");

    assertThat(shell.answer("export", out.toString()).lines())
        .containsExactly("POLICIES  COUNT", "created       1", "total         1");
    Files.writeString(out.resolve("acme/default.json"), Policies.TWO.replace('\'', '"'));
    assertThat(shell.answer("import", out.toString(), "--dry-run"))
        .contains("updated       1", "nothing was stored");
    assertThat(shell.answer("import", out.toString(), "--json"))
        .startsWith("{\"ok\":true,\"done\":true,")
        .contains("\"outcome\":\"updated\"");
    assertThat(shell.answer("get", "acme/default")).contains("\"weight\":50");

    Files.writeString(out.resolve("acme/default.json"), Policies.BROKEN.replace('\'', '"'));
    assertThat(shell.run("import", out.toString())).isEqualTo(1);
    assertThat(shell.out())
        .contains("default.json:providers[0].weight is -70, must be 0 or more")
        .contains("nothing was stored");
    assertThat(shell.run("import", folder.resolve("none").toString())).isEqualTo(2);
  }

  @Test
  void anImportIntoAStoreThatCannotWriteIsAStoreThatDoesNotAnswer() throws IOException {
    shell.file("out/acme/default.json", Policies.ONE);
    shell.file("policies/acme", "no folder");

    assertThat(shell.run("import", folder.resolve("out").toString())).as(shell.out()).isEqualTo(3);
    assertThat(shell.err()).contains("acme/default");
  }
}
