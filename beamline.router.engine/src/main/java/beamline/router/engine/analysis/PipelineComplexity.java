package beamline.router.engine.analysis;

import beamline.router.api.policy.PolicyComplexity;
import beamline.router.api.policy.PolicyComplexity.Level;
import beamline.router.engine.policy.PolicyModel;
import java.util.List;

/** Rates what a policy asks of extensions (routing contract 3.12). */
public final class PipelineComplexity {
  private static final int MAX_TOTAL = 4;
  private static final int MAX_PER_KIND = 2;
  private static final int LATENCY_MILLIS = 30;
  private static final int COMPLEX = 60;
  private static final int VERY_COMPLEX = 80;
  private static final PolicyComplexity.Limits RECOMMENDED =
      new PolicyComplexity.Limits(MAX_TOTAL, MAX_PER_KIND, MAX_PER_KIND, MAX_PER_KIND);

  private PipelineComplexity() {}

  /** That of a policy. */
  public static PolicyComplexity of(PolicyModel model) {
    return of(model.pre().size(), model.validators().size(), model.post().size());
  }

  static PolicyComplexity of(int pre, int validators, int post) {
    int score = score(pre, validators, post);
    return new PolicyComplexity(
        pre,
        validators,
        post,
        score,
        level(score),
        (long) (pre + validators + post) * LATENCY_MILLIS,
        RECOMMENDED,
        warnings(score),
        score < VERY_COMPLEX ? List.of() : List.of("call at most " + MAX_TOTAL + " extensions"));
  }

  private static int score(int pre, int validators, int post) {
    int total = pre + validators + post;
    int above = Math.max(0, total - MAX_TOTAL);
    int score = above == 0 ? COMPLEX * total / MAX_TOTAL : COMPLEX + Math.min(20, 5 * above);
    for (int count : new int[] {pre, validators, post}) {
      score += count > MAX_PER_KIND ? 5 : 0;
    }
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
