package beamline.router.engine.analysis;

import beamline.router.api.ExtensionKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.policy.PolicyComplexity;
import beamline.router.api.policy.PolicyComplexity.Level;
import beamline.router.engine.policy.PolicyModel;
import java.util.List;

/**
 * Rates what policies ask of extensions (routing contract 3.12).
 *
 * @param recommended how many extensions are still thought sensible
 * @param latencyMillis what one of them is reckoned to take
 */
public record PipelineComplexity(PolicyComplexity.Limits recommended, long latencyMillis) {
  private static final int COMPLEX = 60;
  private static final int VERY_COMPLEX = 80;

  /** Rates by this configuration. */
  public static PipelineComplexity of(RouterConfig config) {
    return new PipelineComplexity(
        new PolicyComplexity.Limits(
            config.get(ExtensionKeys.RECOMMENDED_TOTAL),
            config.get(ExtensionKeys.RECOMMENDED_PRE_PROCESSORS),
            config.get(ExtensionKeys.RECOMMENDED_VALIDATORS),
            config.get(ExtensionKeys.RECOMMENDED_POST_PROCESSORS)),
        config.get(ExtensionKeys.ESTIMATED_LATENCY).toMillis());
  }

  /** The rating of a policy. */
  public PolicyComplexity rate(PolicyModel model) {
    return rate(model.pre().size(), model.validators().size(), model.post().size());
  }

  PolicyComplexity rate(int pre, int validators, int post) {
    int score = score(pre, validators, post);
    return new PolicyComplexity(
        pre,
        validators,
        post,
        score,
        level(score),
        (pre + validators + post) * latencyMillis,
        recommended,
        warnings(score),
        score < VERY_COMPLEX
            ? List.of()
            : List.of("call at most " + recommended.total() + " extensions"));
  }

  private int score(int pre, int validators, int post) {
    int total = pre + validators + post;
    int above = Math.max(0, total - recommended.total());
    int score =
        above == 0 ? COMPLEX * total / recommended.total() : COMPLEX + Math.min(20, 5 * above);
    score += pre > recommended.preProcessors() ? 5 : 0;
    score += validators > recommended.validators() ? 5 : 0;
    score += post > recommended.postProcessors() ? 5 : 0;
    return Math.min(100, score + Math.min(20, 4 * above));
  }

  private static Level level(int score) {
    if (score < 30) {
      return Level.LOW;
    }
    return score < COMPLEX ? Level.MEDIUM : score < VERY_COMPLEX ? Level.HIGH : Level.VERY_HIGH;
  }

  private static List<String> warnings(int score) {
    if (score < COMPLEX) {
      return List.of();
    }
    return List.of(
        score < VERY_COMPLEX ? "the pipeline is complex" : "the pipeline is very complex");
  }
}
