package beamline.router.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checking, comparing and trying, of which none needs a store where files say everything. */
class AnalysisTest {
  @TempDir private Path folder;
  private Shell shell;
  private String one;
  private String two;

  @BeforeEach
  void writeDocuments() throws IOException {
    shell = Shell.onFolder(folder);
    one = shell.file("one.json", Policies.ONE);
    two = shell.file("two.json", Policies.TWO);
  }

  @Test
  void validateNamesEveryProblemAndWarningWithItsPlace() throws IOException {
    String odd =
        shell.file(
            "odd.json",
            "{'tenant_id':'acme','providers':[{'name':'a','weight':-1},{'name':'a b'}],'colour':1}");

    assertThat(shell.runAsIs("validate", one, odd)).isEqualTo(1);
    assertThat(shell.out().lines())
        .anyMatch(line -> line.equals(odd + ":providers[0].weight is -1, must be 0 or more"))
        .anyMatch(line -> line.startsWith(odd + ":providers[1].name is \"a b\""))
        .anyMatch(line -> line.matches(".*odd.json:colour is unknown.* \\(warning\\)"))
        .last()
        .asString()
        .startsWith("2 files, 2 problems, ");
    assertThat(shell.runAsIs("validate", one, "--json")).isZero();
    assertThat(shell.out()).startsWith("{\"ok\":true,\"files\":[{").hasLineCount(1);
  }

  @Test
  void validateKnowsThePoliciesOfAFolder() throws IOException {
    shell.file("store/acme/default.json", "{'tenant_id':'acme','providers':['a']}");
    shell.file("store/globex/default.json", "{'tenant_id':'acme','providers':['a']}");
    shell.file("store/README.md", "no policy");

    assertThat(shell.runAsIs("validate", folder.resolve("store").toString())).isEqualTo(1);
    assertThat(shell.out())
        .contains("globex/default.json:tenant_id is \"acme\", must be \"globex\"")
        .contains("2 files, 1 problem, 0 warnings");
    assertThat(shell.runAsIs("validate", one, "--as", "acme/default")).isZero();
  }

  @Test
  void validateTellsWhatItDoesNotCheck() throws IOException {
    String store = folder.resolve("store").toString();
    String policy = "{'providers':['a']}";
    shell.file("store/README.md", "no policy");
    shell.file("store/acme/.hidden.json", policy);

    assertThat(shell.runAsIs("validate", store)).isEqualTo(1);
    assertThat(shell.out())
        .isEqualTo(
            store
                + ": has no policies, must have TENANT/POLICY.json\n"
                + "0 files, 1 problem, 0 warnings\n");
    assertThat(shell.runAsIs("validate", one, store, "--json")).isEqualTo(1);

    shell.file("store/acme/default.json", policy);
    List<String> ignored =
        List.of(
            shell.file("store/acme/p.JSON", policy),
            shell.file("store/acme/a b.json", policy),
            shell.file("store/direct.json", policy),
            shell.file("store/acme/deep/er.json", policy));
    assertThat(shell.runAsIs("validate", store)).isZero();
    assertThat(shell.out().lines())
        .filteredOn(line -> line.contains(" is ignored, ") && line.endsWith(" (warning)"))
        .map(line -> line.substring(0, line.indexOf(": is ")))
        .containsExactlyInAnyOrderElementsOf(ignored);
    assertThat(shell.out()).endsWith("1 file, 0 problems, 4 warnings\n");
    assertThat(shell.runAsIs("validate", store, "--strict")).isEqualTo(1);
  }

  @Test
  void validateIsStrictWhenItIsToldTo() throws IOException {
    String odd = shell.file("odd.json", "{'providers':['a'],'colour':1}");

    assertThat(shell.runAsIs("validate", odd)).isZero();
    assertThat(shell.runAsIs("validate", odd, "--strict")).isEqualTo(1);
  }

  @Test
  void diffComparesFilesWithoutAStoreAndWithWhatIsStored() {
    assertThat(shell.runAsIs("diff", "acme/default", one, two)).isZero();
    assertThat(shell.out()).contains(one + " -> " + two, "-20.0");
    assertThat(shell.runAsIs("diff", "acme/default", one, one)).isZero();
    assertThat(shell.out()).endsWith("no change\n");

    shell.answer("put", "acme/default", one);
    shell.answer("put", "acme/default", two);
    assertThat(shell.answer("diff", "acme/default", one)).contains("acme/default@2 -> " + one);
    assertThat(shell.answer("diff", "acme/default", "@1", "@2", "--json"))
        .contains(
            "{\"path\":\"providers[\\\"openai\\\"].weight\",\"kind\":\"changed\",\"before\":70,\"after\":50}")
        .contains("{\"provider_id\":\"openai\",\"before\":0.7,\"after\":0.5}");
  }

  @Test
  void diffSaysWhichFileIsNotJson() throws IOException {
    String cut = shell.file("cut.json", "{'providers':");

    assertThat(shell.runAsIs("diff", "acme/default", one, cut)).isEqualTo(1);
    assertThat(shell.err()).startsWith(cut + ":providers cannot be read: document is cut short");
  }

  @Test
  void explainTellsHowADecisionComesAbout() {
    assertThat(shell.runAsIs("explain", "acme/default", two, "--draw", "0.6")).isZero();
    assertThat(shell.out())
        .contains(two + ": anthropic (weighted, priority 50)")
        .contains("expected: 500 ms, cost 0.02")
        .contains("draw 0.6 gives anthropic")
        .contains("openai     50.0 %");
  }

  @Test
  void explainAnswersMachinesInTheShapeOfTheAdminSubject() throws IOException {
    String extended =
        shell.file(
            "extended.json",
            "{'providers':['a','b'],'sticky':{'enabled':true,'session_key':'user_id'},"
                + "'validators':[{'id':'pii'}],'fallbacks':[{'when':{'status':503},'retry':0,'to':'b'}]}");
    String request =
        shell.file(
            "request.json",
            "{'$draw':0.25,'tenant_id':'acme','message':{'message_id':'m','payload':{'n': 1.50}}}");

    assertThat(shell.runAsIs("explain", "acme/default", extended, "--request", request, "--json"))
        .isZero();
    assertThat(shell.out())
        .startsWith(
            "{\"ok\":true,\"result\":{\"decision\":{\"provider_id\":\"a\",\"reason\":\"weighted\","
                + "\"priority\":50,")
        .contains(
            "\"executed_extensions\":[{\"type\":\"validator\",\"id\":\"pii\",\"status\":\"not_called\"}]")
        .contains("\"final_payload\":{\"n\": 1.50}")
        .contains("\"draw\":0.25")
        .contains("\"complexity_score\":15");
    assertThat(
            shell.runAsIs("explain", "acme/default", extended, "--context", "status=503", "--json"))
        .isZero();
    assertThat(shell.out()).contains("\"provider_id\":\"b\",\"reason\":\"fallback\"");
  }

  @Test
  void explainIsNotAskedByARequestOfAnotherPolicy() throws IOException {
    String other =
        shell.file("other.json", "{'tenant_id':'globex','policy_id':'x\\u0079','input':{}}");
    String inner = shell.file("inner.json", "{'message':{'tenant_id':'globex','payload':{}}}");
    String same = shell.file("same.json", "{'tenant_id':'acm\\u0065','input':{}}");

    assertThat(shell.runAsIs("explain", "acme/default", one, "--request", other)).isEqualTo(1);
    assertThat(shell.err())
        .isEqualTo(
            other
                + ":tenant_id is \"globex\", must be \"acme\"\n"
                + other
                + ":policy_id is \"xy\", must be \"default\"\n");
    assertThat(shell.runAsIs("explain", "acme/default", one, "--request", inner, "--json"))
        .isEqualTo(1);
    assertThat(shell.out()).startsWith("{\"ok\":false,\"error\":{\"code\":\"invalid_request\"");
    assertThat(shell.runAsIs("explain", "acme/default", one, "--request", same)).isZero();
  }

  @Test
  void aRefusalIsANo() throws IOException {
    String request =
        shell.file(
            "request.json",
            "{'tenant_id':'acme','constraints':{'max_cost':0.001},'message':{'payload':{}}}");

    assertThat(shell.runAsIs("explain", "acme/default", one, "--request", request)).isEqualTo(1);
    assertThat(shell.out())
        .contains("refused, no_provider_available")
        .contains("it is too expensive");
    assertThat(shell.runAsIs("explain", "acme/default", one, "--request", request, "--json"))
        .isEqualTo(1);
    assertThat(shell.out())
        .startsWith("{\"ok\":false,\"error\":{\"code\":\"no_provider_available\"");
  }

  @Test
  void replayTellsWhatTheChangeWouldMean() throws IOException {
    String recording =
        shell.file(
            "requests.jsonl",
            """
            {'$draw':0.1,'tenant_id':'acme','input':{}}
            {'$draw':0.6,'tenant_id':'acme','input':{}}
            {'$draw':0.9,'tenant_id':'acme','input':{}}
            {'tenant_id':'globex','input':{}}
            nonsense
            """);

    assertThat(shell.runAsIs("replay", "acme/default", one, two, "--recording", recording))
        .isZero();
    assertThat(shell.out())
        .contains("5 lines: 3 replayed, 1 of other policies, 1 unreadable\nline 5: Schema")
        .contains("1 request of 3 (33.3 %) would go elsewhere")
        .contains("openai          2  66.7 %      1  33.3 %")
        .contains("total cost            0.08      0.07")
        .contains("openai  anthropic         1");
    assertThat(
            shell.runAsIs("replay", "acme/default", one, two, "--recording", recording, "--json"))
        .isZero();
    assertThat(shell.out())
        .contains("\"replayed\":3", "\"changed\":1")
        .contains("\"moves\":[{\"from\":\"openai\",\"to\":\"anthropic\",\"count\":1}]");
  }

  @Test
  void aMillionRequestsAreCountedExactlyAndTellHowFarTheyAre() throws IOException {
    Path recording = folder.resolve("requests.jsonl");
    try (Writer lines = Files.newBufferedWriter(recording)) {
      for (int i = 0; i < 1_000_000; i++) {
        lines.write(
            "{\"$draw\":" + i / 1e6 + ",\"tenant_id\":\"acme\",\"input\":{\"n\":" + i + "}}\n");
      }
    }

    assertThat(
            shell.runOn(
                true, "replay", "acme/default", one, two, "--recording", recording.toString()))
        .isZero();

    assertThat(shell.out())
        .contains("1,000,000 lines: 1,000,000 replayed")
        .contains("200,000 requests of 1,000,000 (20.0 %) would go elsewhere")
        .contains("openai     700,000  70.0 %  500,000  50.0 %")
        .contains("anthropic  300,000  30.0 %  500,000  50.0 %")
        .contains("total cost        27,000  25,000")
        .contains("openai  anthropic   200,000");
    assertThat(shell.err()).startsWith("\r").contains(" lines, ", " a second, ").endsWith("\n");
  }
}
