package beamline.router.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.policy.PolicyProblem;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;

/**
 * Any bytes are answered with a model or with problems, never with an exception, and strict mode
 * accepts nothing that lenient mode refuses. The saved inputs are replayed with every build by
 * {@link PolicyJsonCorpusTest}; new ones are searched for with {@code -Pfuzz}.
 */
class PolicyJsonFuzzTest {

  private static final Map<String, Object> CONTEXT =
      Map.of("status", 503L, "n", 1.5, "list", List.of("a", 1L), "map", Map.of("a", true));

  @FuzzTest(maxDuration = "60s")
  void anyBytesAreAnswered(byte[] json) {
    ParsedPolicy lenient = new PolicyParser(false).parse("acme", "default", json);
    ParsedPolicy strict = new PolicyParser(true).parse("acme", "default", json);

    check(lenient);
    check(strict);
    if (strict.model() != null) {
      assertThat(lenient.model()).as("lenient model").isNotNull();
      assertThat(lenient.warnings()).isEqualTo(strict.warnings());
    }
  }

  private static void check(ParsedPolicy parsed) {
    PolicyModel policy = parsed.model();
    assertThat(policy == null).isEqualTo(!parsed.problems().isEmpty());
    assertThat(parsed.problems())
        .hasSizeLessThanOrEqualTo(100)
        .allSatisfy(PolicyJsonFuzzTest::isOneLine);
    assertThat(parsed.warnings())
        .hasSizeLessThanOrEqualTo(100)
        .allSatisfy(PolicyJsonFuzzTest::isOneLine);
    if (policy != null) {
      checkWeights(policy.providers());
      policy.fallbacks().forEach(PolicyJsonFuzzTest::check);
      policy.pre().forEach(item -> item.when().test(CONTEXT));
    }
  }

  private static void checkWeights(List<ProviderModel> providers) {
    double sum = providers.stream().mapToDouble(ProviderModel::weight).sum();
    assertThat(sum == 0 || Math.abs(sum - 1) < 1e-9).as("sum of weights %s", sum).isTrue();
  }

  private static void check(FallbackRule rule) {
    rule.when().test(CONTEXT);
    assertThat(rule.backoff().delayMillis(rule.retry(), 0.5)).isNotNegative();
    assertThat(rule.ruleId()).hasSize(12);
  }

  private static void isOneLine(PolicyProblem problem) {
    assertThat(problem.toString()).hasSizeLessThan(20_000).matches("[^\\p{Cntrl}]*");
  }
}
