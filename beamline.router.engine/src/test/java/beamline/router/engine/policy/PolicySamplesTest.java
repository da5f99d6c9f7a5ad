package beamline.router.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import beamline.router.api.policy.PolicyProblem;
import beamline.router.engine.policy.ExtensionItem.Kind;
import beamline.router.engine.policy.ExtensionItem.OnFail;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicySamplesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "legacy_format",
        "complex_fallbacks",
        "sticky_weights",
        "circuit_breaker",
        "extensions",
        "extensions_nested",
        "best_score",
        "mixed_format",
        "everything",
        "everything_legacy"
      })
  void samplesAreRightInStrictMode(String name) {
    ParsedPolicy parsed = Samples.sample(name, true);

    assertThat(parsed.problems()).isEmpty();
    assertThat(parsed.warnings()).isEmpty();
    assertThat(parsed.model()).isNotNull();
  }

  @Test
  void defaultFixtureReadsAsWritten() {
    ParsedPolicy parsed = Samples.sample("default", false);
    PolicyModel policy = parsed.model();

    assertThat(policy.tenantId()).isEqualTo("acme");
    assertThat(policy.policyId()).isEqualTo("default");
    assertThat(policy.version()).isEqualTo("1.0");
    assertThat(policy.strategy()).isEqualTo(Strategy.WEIGHTED);
    assertThat(policy.providers())
        .extracting(ProviderModel::id)
        .containsExactly("openai", "anthropic");
    assertThat(policy.providers().get(0).weight()).isCloseTo(0.7, within(1e-12));
    assertThat(policy.providers().get(1).weight()).isCloseTo(0.3, within(1e-12));
    assertThat(policy.fallbacks())
        .extracting(FallbackRule::to)
        .containsExactly("anthropic", "local_llm");
    assertThat(policy.fallbacks()).extracting(FallbackRule::retry).containsExactly(2, 1);
    assertThat(policy.fallbacks().get(0).when().test(Map.of("status", 503L))).isTrue();
    assertThat(policy.fallbacks().get(0).when().test(Map.of("status", "rate_limited"))).isFalse();
    assertThat(policy.fallbacks().get(1).when().test(Map.of("status", "rate_limited"))).isTrue();
    assertThat(policy.sticky()).isEqualTo(new StickyModel(true, "user_id", 600_000));
    assertThat(policy.breaker()).isNull();
    assertThat(policy.rateLimit()).isNull();
  }

  @Test
  void defaultFixtureNamesAProviderThatStrictModeDoesNotFind() {
    assertThat(Samples.sample("default", true).problems())
        .extracting(PolicyProblem::toString)
        .containsExactly("fallbacks[1].to is \"local_llm\", must be one of the policy's providers");
  }

  @Test
  void legacyFallbackBecomesOneRuleAndTheLastResort() {
    PolicyModel policy = Samples.sample("legacy_format", true).model();

    assertThat(policy.providers()).extracting(ProviderModel::weight).containsExactly(0.7, 0.3, 0.0);
    assertThat(policy.legacyFallback()).isEqualTo("local_llm");
    assertThat(policy.fallbacks()).hasSize(1);
    FallbackRule rule = policy.fallbacks().get(0);
    assertThat(rule.retry()).isEqualTo(1);
    assertThat(rule.to()).isEqualTo("local_llm");
    assertThat(rule.backoff()).isEqualTo(BackoffModel.DEFAULT);
    assertThat(rule.when().test(Map.of("status", "timeout"))).isTrue();
    assertThat(rule.when().test(Map.of("status", "4xx"))).isFalse();
    assertThat(policy.sticky()).isEqualTo(new StickyModel(true, "session_id", 600_000));
    assertThat(policy.metadata()).isEqualTo(Map.of("owner", "platform"));
  }

  @Test
  void newKeysWinOverLegacyOnes() {
    PolicyModel policy = Samples.sample("mixed_format", true).model();

    assertThat(policy.providers())
        .extracting(ProviderModel::id)
        .containsExactly("openai", "anthropic");
    assertThat(policy.providers().get(0).weight()).isCloseTo(0.7, within(1e-12));
    assertThat(policy.fallbacks()).extracting(FallbackRule::to).containsExactly("anthropic");
    assertThat(policy.legacyFallback()).isEqualTo("openai");
    assertThat(policy.sticky()).isEqualTo(new StickyModel(true, "user_id", 7_200_000));
  }

  @Test
  void everySettingOfABreakerAndALimitIsRead() {
    PolicyModel policy = Samples.sample("circuit_breaker", true).model();

    assertThat(policy.breaker())
        .isEqualTo(new BreakerModel(true, 3, 1, 15_000, 2, 0.25, 30, 2500, 20));
    assertThat(policy.rateLimit())
        .isEqualTo(new LimitModel(true, 200, 400, LimitModel.Scope.TENANT));
  }

  @Test
  void extensionsAreReadInOrder() {
    PolicyModel policy = Samples.sample("extensions", true).model();

    ExtensionItem first = policy.pre().get(0);
    assertThat(first.id()).isEqualTo("normalize_text");
    assertThat(first.kind()).isEqualTo(Kind.PRE);
    assertThat(first.required()).isTrue();
    assertThat(first.onFail()).isEqualTo(OnFail.BLOCK);
    assertThat(first.config()).isEqualTo(Map.of("lowercase", true, "limits", List.of(1L, 2.5)));
    ExtensionItem second = policy.pre().get(1);
    assertThat(second.required()).isFalse();
    assertThat(second.timeoutMillis()).isEqualTo(250);
    assertThat(second.retry()).isEqualTo(2);
    assertThat(second.when().test(Map.of("message_type", "chat"))).isTrue();
    assertThat(second.when().test(Map.of())).isFalse();
    assertThat(policy.validators())
        .extracting(ExtensionItem::onFail)
        .containsExactly(OnFail.BLOCK, OnFail.WARN, OnFail.IGNORE);
    assertThat(policy.post()).extracting(ExtensionItem::kind).containsExactly(Kind.POST);
  }

  @Test
  void nestedExtensionListsMeanTheSame() {
    PolicyModel policy = Samples.sample("extensions_nested", true).model();

    assertThat(policy.pre()).extracting(ExtensionItem::id).containsExactly("normalize_text");
    assertThat(policy.validators()).extracting(ExtensionItem::id).containsExactly("pii_guard");
    assertThat(policy.post()).extracting(ExtensionItem::required).containsExactly(true);
  }

  @Test
  void bestScoreReadsWhatProvidersCost() {
    PolicyModel policy = Samples.sample("best_score", true).model();

    assertThat(policy.strategy()).isEqualTo(Strategy.BEST_SCORE);
    assertThat(policy.score()).isEqualTo(new ScoreModel(0.8, 0.2));
    assertThat(policy.providers())
        .containsExactly(
            new ProviderModel("openai", 0.5, 10, 350, 0.03, Map.of("region", "us")),
            new ProviderModel("anthropic", 0.5, 0, 420.5, 0.02, Map.of("region", "eu")));
    assertThat(policy.constraints())
        .isEqualTo(new ConstraintModel(1000, 0.05, Map.of("region", "eu")));
    assertThat(policy.timeoutMillis()).isEqualTo(30_000);
    assertThat(policy.healthCheck()).isEqualTo(new HealthCheckModel(true, 5000, 500, 2));
  }

  @Test
  void complexFallbacksKeepTheirOrderAndBackoff() {
    List<FallbackRule> rules = Samples.sample("complex_fallbacks", true).model().fallbacks();

    assertThat(rules)
        .extracting(FallbackRule::backoff)
        .containsExactly(
            new BackoffModel(BackoffModel.Growth.EXPONENTIAL, 200, 2000, true),
            new BackoffModel(BackoffModel.Growth.LINEAR, 50, 5000, false),
            new BackoffModel(BackoffModel.Growth.FIXED, 1000, 5000, true),
            BackoffModel.DEFAULT);
    Map<String, Object> context =
        Map.of("status", 502L, "payload", Map.of("tokens", 1000.5), "region", "us");
    assertThat(rules)
        .extracting(rule -> rule.when().test(context))
        .containsExactly(false, true, false, true);
  }
}
