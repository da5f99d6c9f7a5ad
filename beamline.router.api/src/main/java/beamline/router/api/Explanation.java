package beamline.router.api;

import java.util.List;
import java.util.Optional;

/**
 * How a decision came about, recorded by the code that decides.
 *
 * @param outcome the decision or the refusal
 * @param policyId the policy that was asked for
 * @param policyVersion the {@code version} of the policy document; empty when there is no such
 *     policy
 * @param steps what happened, in order
 * @param candidates every provider of the policy, in its order
 * @param inputs the live state that was looked at; empty when the request was refused before
 *     selection
 */
public record Explanation(
    RouteOutcome outcome,
    String policyId,
    Optional<String> policyVersion,
    List<Step> steps,
    List<Candidate> candidates,
    Optional<DecisionInputs> inputs) {

  public Explanation {
    steps = List.copyOf(steps);
    candidates = List.copyOf(candidates);
  }

  /**
   * One step of the pipeline.
   *
   * @param name the step: {@code admit}, {@code policy}, {@code limit}, {@code prepare}, {@code
   *     select}, {@code finish}
   * @param text what it found, for people
   */
  public record Step(String name, String text) {}

  /**
   * A provider that was considered.
   *
   * @param providerId its id
   * @param share its share of the weights among the candidates, 0 to 1
   * @param score its score where the policy selects by score (lower is better), else {@code NaN}
   * @param exclusion why it was not a candidate; empty for a candidate
   */
  public record Candidate(
      String providerId, double share, double score, Optional<String> exclusion) {}
}
