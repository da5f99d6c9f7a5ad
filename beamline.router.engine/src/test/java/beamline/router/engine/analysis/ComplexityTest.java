package beamline.router.engine.analysis;

import static beamline.router.engine.analysis.Documents.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ExtensionKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.PolicyComplexity;
import beamline.router.api.policy.PolicyComplexity.Level;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComplexityTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0, LOW, 0, 0",
    "1, 0, 0, 15, LOW, 0, 0",
    "1, 1, 0, 30, MEDIUM, 0, 0",
    "3, 0, 0, 50, MEDIUM, 0, 0",
    "2, 1, 1, 60, HIGH, 1, 0",
    "2, 2, 1, 69, HIGH, 1, 0",
    "3, 2, 1, 83, VERY_HIGH, 1, 1",
    "4, 4, 2, 100, VERY_HIGH, 1, 1",
    "5, 5, 0, 100, VERY_HIGH, 1, 1",
  })
  void isRatedByTheContract(
      int pre, int validators, int post, int score, Level level, int warnings, int advice) {
    PolicyComplexity complexity =
        PipelineComplexity.of(RouterConfig.defaults()).rate(pre, validators, post);

    assertThat(complexity.score()).isEqualTo(score);
    assertThat(complexity.level()).isEqualTo(level);
    assertThat(complexity.warnings()).hasSize(warnings);
    assertThat(complexity.recommendations()).hasSize(advice);
    assertThat(complexity.estimatedLatencyMillis()).isEqualTo(30L * (pre + validators + post));
  }

  @Test
  void isRatedByWhatIsConfigured() {
    RouterConfig config =
        RouterConfig.builder()
            .set(ExtensionKeys.RECOMMENDED_TOTAL, 8)
            .set(ExtensionKeys.RECOMMENDED_PRE_PROCESSORS, 3)
            .set(ExtensionKeys.ESTIMATED_LATENCY, Duration.ofMillis(5))
            .build();

    PolicyComplexity complexity = PipelineComplexity.of(config).rate(4, 0, 0);

    assertThat(complexity.score())
        .as("half of what is recommended, in one list that is too long")
        .isEqualTo(35);
    assertThat(complexity.estimatedLatencyMillis()).isEqualTo(20);
    assertThat(complexity.recommended()).isEqualTo(new PolicyComplexity.Limits(8, 3, 2, 2));
  }

  @Test
  void countsTheExtensionsOfADocument() {
    try (RouterEngine router = RouterEngine.builder().build()) {
      PolicyComplexity complexity =
          router
              .policies()
              .analysis()
              .complexity(
                  policy(
                      "{'providers':['a'],'pre':[{'id':'x'}],'validators':[{'id':'y'},{'id':'z'}]}"));

      assertThat(complexity.preProcessors()).isEqualTo(1);
      assertThat(complexity.validators()).isEqualTo(2);
      assertThat(complexity.postProcessors()).isZero();
      assertThat(complexity.extensions()).isEqualTo(3);
      assertThat(complexity.recommended()).isEqualTo(new PolicyComplexity.Limits(4, 2, 2, 2));
      assertThatThrownBy(() -> router.policies().analysis().complexity(policy("{}")))
          .isInstanceOf(InvalidPolicyException.class);
    }
  }
}
