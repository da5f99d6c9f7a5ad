package beamline.router.examples.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import beamline.router.api.RouteRequest;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The registry of extensions, on a router that really runs. */
class ExtensionCommandsTest {
  private static final String HEADINGS = "EXTENSION TYPE VERSION ENABLED SUBJECT REVISION\n";
  private static final Pattern REPLACED_BY =
      Pattern.compile("a change that expects revision ([0-9]+) replaces it");

  @TempDir static Path folder;

  private static TestNode node;
  private static Shell shell;

  @BeforeAll
  static void start() throws IOException {
    node = new TestNode(folder);
    shell = Shell.of(TestNode.ADMIN_KEY, "--plaintext", "--target", node.plain());
  }

  @AfterAll
  static void stop() {
    node.close();
  }

  private static String file(String json) throws IOException {
    return Files.writeString(Files.createTempFile(folder, "", ".json"), json.replace('\'', '"'))
        .toString();
  }

  @Test
  void extensionsAreRegisteredChangedAndRemoved() throws IOException {
    String guard = "{'id': 'guard', 'type': 'validator', 'subject': 'ext.guard.v1'}";
    assertThat(shell.answer("put-extension", file(guard + "\n")))
        .startsWith(HEADINGS + "guard validator v1 yes ext.guard.v1 ");
    assertThat(shell.answer("extension", "guard")).isEqualTo(guard.replace('\'', '"') + "\n");
    assertThat(shell.json("put-extension", file(guard.replace("v1", "v2"))))
        .startsWith(
            "{\"ok\":true,\"extension\":{\"extension_id\":\"guard\",\"json\":\"{\\\"id\\\": \\\"guard\\\", ")
        .containsPattern("\"revision\":[0-9]+,\"updated_at\":\"20");
    assertThat(shell.answer("put-extension", file("{'id':'local','type':'pre','version':'v7'}")))
        .startsWith(HEADINGS + "local pre v7 yes - ");
    assertThat(shell.answer("disable-extension", "local")).contains("\nlocal pre v7 no - ");
    assertThat(shell.answer("extensions"))
        .startsWith(HEADINGS)
        .containsPattern(
            "\nguard validator v1 yes ext\\.guard\\.v2 [0-9]+\nlocal pre v7 no - [0-9]+\n");
    assertThat(shell.answer("enable-extension", "local")).contains("\nlocal pre v7 yes - ");
    assertThat(shell.json("extensions"))
        .startsWith("{\"ok\":true,\"extensions\":[{\"extension_id\"");
    assertThat(shell.answer("reload-extensions"))
        .isEqualTo(node.plain() + " has read its extensions again\n");
    assertThat(shell.answer("delete-extension", "local")).isEqualTo("extension local is removed\n");
    assertThat(shell.json("delete-extension", "guard")).isEqualTo("{\"ok\":true}");
    assertThat(shell.answer("extensions")).doesNotContain("guard", "local");

    assertThat(shell.run("delete-extension", "guard", "--json")).isEqualTo(2);
    assertThat(shell.out()).contains("\"code\":\"extension_not_found\"");
    assertThat(shell.err()).isEqualTo("beamline-admin: extension guard is not registered\n");
  }

  @Test
  void versionsAreRolledOutAndBack() throws IOException {
    shell.answer("put-extension", file("{'id':'scorer','type':'pre','subject':'ext.scorer.v1'}"));
    assertThat(
            shell.answer(
                "roll-out",
                "scorer",
                file(
                    "{'version':'v2','subject':'ext.scorer.v2','routing_rules':{'tenant_id':'acme'}}")))
        .startsWith("extension scorer has version v2, revision ");
    assertThat(shell.answer("extension", "scorer")).contains("\"subject\":\"ext.scorer.v2\"");
    assertThat(shell.answer("roll-back", "scorer", "v2"))
        .startsWith("version v2 of extension scorer does not serve any more, revision ");
    assertThat(shell.json("extension", "scorer")).contains("\\\"enabled\\\":false");

    assertThat(shell.run("roll-back", "scorer", "v9")).isEqualTo(2);
    assertThat(shell.err()).contains("v9");
    assertThat(shell.run("roll-out", "scorer", file("{}"))).isEqualTo(2);
    assertThat(shell.err()).contains("version is missing");
  }

  @Test
  void theModeOfAnExtensionIsChangedInAPolicyAndItsCallsAreCounted() {
    node.router()
        .policies()
        .put(
            PolicyDocument.of(
                "umbrella",
                "default",
                "{\"providers\": [\"a\"], \"pre\": [{\"id\": \"enrich\"}]}"));
    String[] command = {
      "set-mode", "enrich", "required", "--tenant", "umbrella", "--policy", "default"
    };
    assertThat(shell.answer(command))
        .isEqualTo("extension enrich is required in policy umbrella/default, revision 2\n");
    assertThat(node.router().policies().get(new PolicyKey("umbrella", "default")))
        .get()
        .extracting(PolicyDocument::json)
        .isEqualTo(
            "{\"providers\": [\"a\"], \"pre\": [{\"id\": \"enrich\", \"mode\": \"required\"}]}");
    assertThat(shell.json(command)).startsWith("{\"ok\":true,\"revision\":3,\"policy_json\":\"{");

    node.router().decide(RouteRequest.builder("umbrella", "chat").build());
    assertThat(shell.answer("extension-health"))
        .startsWith("EXTENSION STATUS SUCCEEDED FAILED RATE P50 MS P95 MS P99 MS BREAKER\n")
        .containsPattern("\nenrich healthy 1 0 100\\.0 % [0-9.]+ [0-9.]+ [0-9.]+ closed\n");
    assertThat(shell.json("extension-health"))
        .contains(
            "\"extension_id\":\"enrich\",\"status\":\"healthy\",",
            "\"success_rate\":1.0,",
            "\"circuit_breaker_state\":\"closed\"");

    command[2] = "block";
    assertThat(shell.run(command)).isEqualTo(2);
    assertThat(shell.err())
        .contains("calls extension 'enrich' as a pre- or post-processor: mode is block, must be");
  }

  @Test
  void changesAreMadeInPlaceOfTheRevisionThatIsSaid() throws IOException {
    String file = file("{'id':'timed','type':'pre','subject':'ext.timed.v1'}");
    assertThat(shell.json("put-extension", file, "--revision", "0")).contains("\"revision\":1,");
    assertThat(shell.run("put-extension", file, "--revision", "7", "--json")).isEqualTo(2);
    assertThat(shell.out()).contains("\"code\":\"policy_conflict\"");
    assertThat(shell.run("delete-extension", "timed", "--revision", "7", "--json")).isEqualTo(2);
    assertThat(shell.out()).contains("\"code\":\"policy_conflict\"");
    assertThat(shell.json("put-extension", file, "--revision", "1")).contains("\"revision\":2,");
    shell.answer("delete-extension", "timed", "--revision", "2");
  }

  @Test
  void aRecordThatCannotBeReadIsReplacedOrRemovedByItsRevision() throws IOException {
    String whole = file("{'id':'torn','type':'pre','subject':'ext.torn.v1'}");
    shell.answer("put-extension", whole);
    String torn = tornRevision();
    assertThat(shell.run("put-extension", whole)).isNotZero();
    shell.answer("put-extension", whole, "--revision", torn);
    assertThat(shell.answer("extension", "torn")).contains("ext.torn.v1");

    String tornAgain = tornRevision();
    assertThat(shell.run("delete-extension", "torn")).isNotZero();
    assertThat(shell.answer("delete-extension", "torn", "--revision", tornAgain))
        .isEqualTo("extension torn is removed\n");
    assertThat(shell.answer("extensions")).doesNotContain("torn");
  }

  private String tornRevision() throws IOException {
    Files.writeString(TestNode.extensions(folder).resolve("torn.json"), "{\"half\": ");
    await().until(() -> shell.run("extension", "torn") != 0);
    Matcher revision = REPLACED_BY.matcher(shell.err());
    assertThat(revision.find()).as(shell.err()).isTrue();
    return revision.group(1);
  }

  @Test
  void theHelpSaysWhatOperandsAre() {
    assertThat(shell.answer("put-extension", "--help"))
        .contains("FILE a JSON object: id, type,", "--revision N which one it replaces");
    assertThat(shell.answer("roll-out", "--help")).contains("FILE a JSON object: version,");
    assertThat(shell.answer("set-mode", "--help"))
        .contains("MODE required or optional; for a validator block, warn or ignore");
  }

  @Test
  void whatCannotBeDoneIsSaidInASentence() throws IOException {
    String numbered = file("{'id':5,'type':'pre'}");
    expect("FILE '" + numbered + "': id is 5, must be a text", "put-extension", numbered);
    expect(
        "--revision is 'x', must be a whole number, 0 or more",
        "delete-extension",
        "guard",
        "--revision",
        "x");
    expect("FILE 'gone' cannot be read", "put-extension", "gone");
    String file = file("{'type':'pre'}");
    expect("FILE '" + file + "' has no id, must be an object with one", "put-extension", file);
    expect("FILE 'gone' cannot be read", "roll-out", "guard", "gone");
    expect("--tenant is missing, must be whose policy it is", "set-mode", "guard", "warn");
    expect(
        "--policy is missing, must be which policy it is",
        "set-mode",
        "guard",
        "warn",
        "--tenant",
        "acme");
    expect(
        "MODE is 'maybe', must be required, optional, block, warn or ignore",
        "set-mode",
        "guard",
        "maybe",
        "--tenant",
        "acme",
        "--policy",
        "p");
    Shell ada = Shell.of(TestNode.ADAS_KEY, "--plaintext", "--target", node.plain());
    assertThat(ada.run("extensions")).isEqualTo(2);
    assertThat(ada.err())
        .isEqualTo("beamline-admin: ada does not have extension_registry:read for all tenants\n");
  }

  private static void expect(String message, String... command) {
    assertThat(shell.run(command)).isEqualTo(2);
    assertThat(shell.err()).isEqualTo("beamline-admin: " + message + "\n");
  }
}
