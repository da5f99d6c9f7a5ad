package beamline.router.engine.policy;

import static beamline.router.engine.policy.Samples.lenient;
import static beamline.router.engine.policy.Samples.policyWith;
import static beamline.router.engine.policy.Samples.strict;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.policy.PolicyProblem;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyParserTest {

  @Test
  void everyProblemIsReportedAtOnce() {
    ParsedPolicy parsed =
        strict(
            "{\"policy_id\":\"other\",\"providers\":[{\"name\":\"a\",\"weight\":-3},"
                + "{\"weight\":101},{\"name\":\"a\",\"weight\":1,\"wieght\":2}],\"sticky\":{\"ttl\":\"soon\"},"
                + "\"fallbacks\":[{\"to\":\"b\",\"retry\":99}],\"surprise\":1}");

    assertThat(parsed.model()).isNull();
    assertThat(said(parsed.problems()))
        .containsExactlyInAnyOrder(
            "policy_id is \"other\", must be \"default\" or left out",
            "providers[0].weight is -3, must be 0 or more",
            "providers[1].name is missing, must be the provider's name",
            "providers[1].weight is 101, must be 100 or less",
            "providers[2] is another provider \"a\", names must be distinct",
            "providers[2].wieght is unknown, must be one of name, id, weight, priority, expected_latency_ms,"
                + " latency_ms, expected_cost, cost, labels",
            "fallbacks[0].retry is 99, must be 10 or less",
            "fallbacks[0].to is \"b\", must be one of the policy's providers",
            "sticky.enabled is missing and counts as false, must be true or false",
            "sticky.ttl is \"soon\" and counts as 1h, must be up to 6 digits followed by s, m or h",
            parsed.problems().get(parsed.problems().size() - 1).toString());
    assertThat(parsed.problems().get(parsed.problems().size() - 1).path()).isEqualTo("surprise");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'surprise':1 | surprise",
        "'score':{'surprise':1} | score.surprise",
        "'constraints':{'surprise':1} | constraints.surprise",
        "'fallbacks':[{'surprise':1}] | fallbacks[0].surprise",
        "'fallbacks':[{'backoff':{'surprise':1}}] | fallbacks[0].backoff.surprise",
        "'fallback':{'provider':'a','surprise':1} | fallback.surprise",
        "'sticky':{'enabled':true,'surprise':1} | sticky.surprise",
        "'circuit_breaker':{'surprise':1} | circuit_breaker.surprise",
        "'rate_limit':{'surprise':1} | rate_limit.surprise",
        "'health_check':{'surprise':1} | health_check.surprise",
        "'pre':[{'id':'a','on_fail':'block'}] | pre[0].on_fail",
        "'validators':[{'id':'a','mode':'required'}] | validators[0].mode",
        "'post':[{'id':'a','surprise':1}] | post[0].surprise",
        "'extensions':{'surprise':1} | extensions.surprise",
        "'odd key':1 | [\"odd key\"]",
      })
  void unknownKeyIsAWarningInLenientModeAndAProblemInStrictMode(String members, String path) {
    String json = policyWith(members.replace('\'', '"'));

    assertThat(lenient(json).model()).isNotNull();
    assertThat(lenient(json).warnings()).extracting(PolicyProblem::path).containsExactly(path);
    assertThat(strict(json).problems()).extracting(PolicyProblem::path).containsExactly(path);
  }

  @Test
  void repeatedKeyIsAWarningInLenientModeAndAProblemInStrictMode() {
    String json = policyWith("\"timeout_ms\":5,\"timeout_ms\":7");

    assertThat(lenient(json).model().timeoutMillis()).isEqualTo(7);
    assertThat(said(lenient(json).warnings()))
        .containsExactly("timeout_ms occurs more than once, the last one counts");
    assertThat(said(strict(json).problems()))
        .containsExactly("timeout_ms occurs more than once, the last one counts");
  }

  @Test
  void nullIsAWarningInLenientModeAndAProblemInStrictMode() {
    String json = policyWith("\"sticky\":null");

    assertThat(lenient(json).model().sticky()).isNull();
    assertThat(lenient(json).warnings()).extracting(PolicyProblem::path).containsExactly("sticky");
    assertThat(strict(json).problems()).extracting(PolicyProblem::path).containsExactly("sticky");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "7",
        "\"x\"",
        "[]",
        "[{}]",
        "{",
        "{\"providers\":[\"a\"]}}",
        "not json",
        "{\"providers\":[NaN]}"
      })
  void whatIsNoPolicyIsAProblem(String json) {
    assertThat(lenient(json).model()).isNull();
    assertThat(lenient(json).problems()).hasSize(1);
    assertThat(strict(json).problems()).hasSize(1);
  }

  @Test
  void unreadableJsonNamesItsPlace() {
    PolicyProblem problem =
        lenient("{\"providers\":[{\"name\":\"a\",\"weight\":}]}").problems().get(0);

    assertThat(problem.path()).isEqualTo("providers[0].weight");
    assertThat(problem.message()).startsWith("cannot be read: ").contains(", byte 3");
  }

  @Test
  void documentLargerThanAMebibyteIsRefused() {
    byte[] json = new byte[(1 << 20) + 1];
    Arrays.fill(json, (byte) ' ');
    byte[] policy = "{\"providers\":[\"a\"]}".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(policy, 0, json, 0, policy.length);

    assertThat(new PolicyParser(false).parse("acme", "default", json).model()).isNull();
    assertThat(
            new PolicyParser(true).parse("acme", "default", Arrays.copyOf(json, 1 << 20)).model())
        .isNotNull();
  }

  @Test
  void documentDeeperThan32IsRefused() {
    // the document, metadata and 30 arrays
    String deep = "\"metadata\":{\"a\":" + "[".repeat(30) + "]".repeat(30) + "}";
    String deeper = "\"metadata\":{\"a\":" + "[".repeat(31) + "]".repeat(31) + "}";

    assertThat(strict(policyWith(deep)).model()).isNotNull();
    assertThat(lenient(policyWith(deeper)).problems().get(0).message())
        .contains("nested deeper than 32");
  }

  @Test
  void numberOfFindingsIsBounded() {
    String many =
        IntStream.range(0, 500).mapToObj(i -> "\"k" + i + "\":1").collect(Collectors.joining(","));

    assertThat(strict(policyWith(many)).problems()).hasSize(100);
    assertThat(lenient(policyWith(many)).warnings()).hasSize(100);
    assertThat(lenient(policyWith(many)).model()).isNotNull();
  }

  @Test
  void foundTextsAreShortenedAndSafe() {
    String long1 = "x".repeat(100);

    assertThat(said(lenient(policyWith("\"strategy\":\"" + long1 + "\"")).problems()))
        .containsExactly(
            "strategy is \"" + "x".repeat(40) + "...\", must be weighted or best_score");
    assertThat(said(lenient(policyWith("\"strategy\":\"a\\u001b[31m\\n\"")).problems()))
        .containsExactly("strategy is \"a?[31m?\", must be weighted or best_score");
  }

  @Test
  void idsOfTheDocumentMustBeThoseOfItsPlace() {
    String json = policyWith("\"tenant_id\":\"acme\",\"policy_id\":\"policy:default\"");

    ParsedPolicy parsed = new PolicyParser(true).parse("acme", "policy:default", json);
    assertThat(parsed.model().policyId()).isEqualTo("policy:default");
    assertThat(new PolicyParser(false).parse("acme", "other", json).model()).isNull();
    assertThat(new PolicyParser(false).parse("other", "policy:default", json).model()).isNull();
  }

  private static List<String> said(List<PolicyProblem> findings) {
    return findings.stream().map(PolicyProblem::toString).toList();
  }
}
