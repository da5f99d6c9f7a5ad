package beamline.router.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the page about policies shows and says is true. */
class PoliciesGuideTest {

  private static final Path PAGE = Path.of("..", "docs", "policies.md");
  private static final Pattern EXAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);
  private static final PolicySchema SCHEMA = new PolicySchema();

  static Stream<String> examples() throws IOException {
    List<String> examples = new ArrayList<>();
    Matcher matcher = EXAMPLE.matcher(Files.readString(PAGE));
    while (matcher.find()) {
      examples.add(matcher.group(1));
    }
    return examples.stream();
  }

  @ParameterizedTest
  @MethodSource("examples")
  void exampleIsRightInStrictMode(String json) {
    ParsedPolicy parsed = Samples.strict(json);

    assertThat(parsed.problems()).isEmpty();
    assertThat(parsed.warnings()).isEmpty();
    assertThat(SCHEMA.complaints(json)).isEqualTo("[]");
  }

  @Test
  void pageHasAnExampleOfEveryBlock() throws IOException {
    List<PolicyModel> models = examples().map(Samples::model).toList();

    assertThat(models).hasSizeGreaterThan(10);
    assertThat(models).anyMatch(model -> model.sticky() != null);
    assertThat(models).anyMatch(model -> model.breaker() != null);
    assertThat(models).anyMatch(model -> model.rateLimit() != null);
    assertThat(models).anyMatch(model -> model.legacyFallback() != null);
    assertThat(models).anyMatch(model -> model.strategy() == Strategy.BEST_SCORE);
    assertThat(models).anyMatch(model -> !model.validators().isEmpty());
  }

  @Test
  void everyKeyOfTheSchemaIsOnThePage() throws IOException {
    String page = Files.readString(PAGE);

    assertThat(SCHEMA.keys())
        .hasSizeGreaterThan(50)
        .allSatisfy(key -> assertThat(page).contains(key));
  }
}
