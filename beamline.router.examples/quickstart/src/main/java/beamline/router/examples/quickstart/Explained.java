package beamline.router.examples.quickstart;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a reply that was asked to explain itself says in {@code metadata.explanation}. */
final class Explained {
  private static final String BREAKER_IS_OPEN = "its breaker is open";

  private Explained() {}

  /** What happened, in order; empty for a refusal. */
  static List<String> steps(Answer answer) {
    List<String> steps = new ArrayList<>();
    for (Object step : items(answer, "steps")) {
      steps.add(String.valueOf(step));
    }
    return steps;
  }

  /** The providers that were passed over since their breaker is open. */
  static List<String> openBreakers(Answer answer) {
    List<String> open = new ArrayList<>();
    for (Object item : items(answer, "candidates")) {
      if (item instanceof Map<?, ?> candidate
          && BREAKER_IS_OPEN.equals(candidate.get("exclusion"))) {
        open.add(String.valueOf(candidate.get("provider_id")));
      }
    }
    return open;
  }

  private static List<?> items(Answer answer, String name) {
    return answer.metadata().get("explanation") instanceof Map<?, ?> explanation
            && explanation.get(name) instanceof List<?> items
        ? items
        : List.of();
  }
}
