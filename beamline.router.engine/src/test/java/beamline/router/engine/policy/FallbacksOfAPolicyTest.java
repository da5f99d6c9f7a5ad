package beamline.router.engine.policy;

import static beamline.router.engine.policy.Samples.lenient;
import static beamline.router.engine.policy.Samples.policyWith;
import static beamline.router.engine.policy.Samples.strict;
import static beamline.router.engine.policy.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.policy.PolicyProblem;
import beamline.router.engine.policy.BackoffModel.Growth;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FallbacksOfAPolicyTest {

  @Test
  void ruleOfNothingHoldsAlwaysAndRetriesOnce() {
    FallbackRule rule = rule("{}");

    assertThat(rule.when().test(Map.of())).isTrue();
    assertThat(rule.retry()).isEqualTo(1);
    assertThat(rule.to()).isNull();
    assertThat(rule.backoff())
        .isEqualTo(new BackoffModel(Growth.EXPONENTIAL, 100, Long.MAX_VALUE, true));
  }

  @Test
  void backoffBlockOfNothingHasACap() {
    assertThat(rule("{\"backoff\":{}}").backoff())
        .isEqualTo(new BackoffModel(Growth.EXPONENTIAL, 100, 5000, true));
  }

  @ParameterizedTest
  @CsvSource({"exponential, EXPONENTIAL", "linear, LINEAR", "fixed, FIXED"})
  void everyGrowthIsKnown(String written, Growth growth) {
    assertThat(rule("{\"backoff\":{\"strategy\":\"" + written + "\"}}").backoff().growth())
        .isEqualTo(growth);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{'retry':11}] | fallbacks[0].retry is 11, must be 10 or less",
        "[{'retry':-1}] | fallbacks[0].retry is -1, must be 0 or more",
        "[{'backoff':{'base_ms':0}}] | fallbacks[0].backoff.base_ms is 0, must be 1 or more",
        "[{'backoff':{'base_ms':10001}}] | fallbacks[0].backoff.base_ms is 10001, must be 10000 or less",
        "[{'backoff':{'max_ms':60001}}] | fallbacks[0].backoff.max_ms is 60001, must be 60000 or less",
        "[{'backoff':{'strategy':'never'}}] | fallbacks[0].backoff.strategy is \"never\", must be exponential or linear or fixed",
        "[{'backoff':{'jitter':1}}] | fallbacks[0].backoff.jitter is 1, must be true or false",
        "['a'] | fallbacks[0] is \"a\", must be an object",
        "{} | fallbacks is an object, must be an array",
      })
  void boundsOfARuleHoldInBothModes(String rules, String problem) {
    String json = policyWith("\"fallbacks\":" + rules.replace('\'', '"'));

    assertThat(lenient(json).problems())
        .extracting(PolicyProblem::toString)
        .containsExactly(problem);
    assertThat(strict(json).problems())
        .extracting(PolicyProblem::toString)
        .containsExactly(problem);
  }

  @Test
  void targetOutsideThePolicyIsToleratedInLenientModeOnly() {
    String json = policyWith("\"fallbacks\":[{\"to\":\"b\"}]");

    assertThat(lenient(json).model().fallbacks().get(0).to()).isEqualTo("b");
    assertThat(strict(json).problems())
        .extracting(PolicyProblem::toString)
        .containsExactly("fallbacks[0].to is \"b\", must be one of the policy's providers");
  }

  @Test
  void emptyRulesAreToleratedInLenientModeOnly() {
    String json = policyWith("\"fallbacks\":[]");

    assertThat(lenient(json).model().fallbacks()).isEmpty();
    assertThat(strict(json).problems())
        .extracting(PolicyProblem::path)
        .containsExactly("fallbacks");
  }

  @Test
  void legacyFallbackWithoutConditionsIsForWhenAllFailed() {
    PolicyModel policy = with("\"fallback\":{\"provider\":\"a\"}");

    assertThat(policy.legacyFallback()).isEqualTo("a");
    assertThat(policy.fallbacks()).hasSize(1);
    assertThat(policy.fallbacks().get(0).when().test(Map.of("status", "all_providers_failed")))
        .isTrue();
    assertThat(policy.fallbacks().get(0).when().test(Map.of("status", "timeout"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | fallback.provider is missing, must be the provider's name",
        "{'provider':'a','conditions':'timeout'} | fallback.conditions is \"timeout\", must be an array",
        "{'provider':'a','conditions':['x',5]} | fallback.conditions[1] is 5, must be a text of 1 to 255 characters",
        "'a' | fallback is \"a\", must be an object",
      })
  void legacyFallbackIsChecked(String fallback, String problem) {
    String json = policyWith("\"fallback\":" + fallback.replace('\'', '"'));

    assertThat(lenient(json).problems())
        .extracting(PolicyProblem::toString)
        .containsExactly(problem);
  }

  @Test
  void equalRulesHaveEqualIdsHoweverTheyAreWritten() {
    String id =
        rule("{\"when\":{\"status\":[\"timeout\"],\"n\":1},\"retry\":2,\"to\":\"a\"}").ruleId();

    assertThat(
            rule("{\"to\":\"a\",\"retry\":2.0,\"when\":{\"n\":1.0,\"status\":[\"timeout\"]}}")
                .ruleId())
        .isEqualTo(id);
    assertThat(id).matches("[0-9a-f]{12}");
  }

  @Test
  void idOfARuleNeverChanges() {
    // callers keep it in their contexts between attempts, and nodes of different versions must
    // agree on it
    assertThat(
            rule("{\"when\":{\"status\":[\"timeout\",\"5xx\"]},\"retry\":2,\"to\":\"a\"}").ruleId())
        .isEqualTo("4e1f224f9032");
  }

  @Test
  void differentRulesHaveDifferentIds() {
    assertThat(rule("{\"retry\":2}").ruleId()).isNotEqualTo(rule("{\"retry\":3}").ruleId());
    assertThat(rule("{\"when\":{\"a\":\"1\"}}").ruleId())
        .isNotEqualTo(rule("{\"when\":{\"a\":1}}").ruleId());
    assertThat(rule("{\"to\":\"a\"}").ruleId()).isNotEqualTo(rule("{}").ruleId());
    assertThat(rule("{\"backoff\":{}}").ruleId()).isNotEqualTo(rule("{}").ruleId());
  }

  private static FallbackRule rule(String rule) {
    return with("\"fallbacks\":[" + rule + "]").fallbacks().get(0);
  }
}
