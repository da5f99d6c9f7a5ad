package beamline.router.examples.policy;

import beamline.router.api.DecisionReason;
import beamline.router.api.Explanation;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteRejection;
import beamline.router.api.policy.PolicyComplexity;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.Numbers;
import beamline.router.examples.command.Table;

/** A decision for people. */
final class ExplanationText {

  private ExplanationText() {}

  static void print(
      String label, Explanation explanation, PolicyComplexity complexity, Console console) {
    if (explanation.outcome() instanceof RouteDecision decision) {
      console.line(
          label
              + ": "
              + decision.providerId()
              + " ("
              + decision.reason().wireName()
              + ", priority "
              + decision.priority()
              + ")");
      console.line(
          "expected: "
              + Numbers.number(decision.expectedLatencyMillis())
              + " ms, cost "
              + Numbers.number(decision.expectedCost()));
      decision
          .retry()
          .filter(advice -> decision.reason() == DecisionReason.RETRY)
          .ifPresent(
              advice ->
                  console.line(
                      "retry "
                          + advice.attempt()
                          + " of "
                          + advice.maxAttempts()
                          + ", after "
                          + advice.backoff().toMillis()
                          + " ms"));
    } else if (explanation.outcome() instanceof RouteRejection rejection) {
      console.line(label + ": refused, " + rejection.code().reason() + ": " + rejection.message());
    }
    console.line("");
    for (Explanation.Step step : explanation.steps()) {
      console.line(step.name() + ": " + step.text());
    }
    candidates(explanation, console);
    if (complexity.extensions() > 0) {
      console.line("");
      console.line(
          Numbers.count(complexity.extensions(), "extension")
              + ", complexity "
              + complexity.score()
              + " ("
              + complexity.level().wireName()
              + "), about "
              + complexity.estimatedLatencyMillis()
              + " ms");
      complexity.warnings().forEach(console::line);
      complexity.recommendations().forEach(console::line);
    }
  }

  private static void candidates(Explanation explanation, Console console) {
    Table table = new Table("PROVIDER", ">SHARE", ">SCORE", "EXCLUDED");
    for (Explanation.Candidate candidate : explanation.candidates()) {
      table.row(
          candidate.providerId(),
          Numbers.percent(candidate.share()),
          Double.isNaN(candidate.score()) ? "-" : Numbers.number(candidate.score()),
          candidate.exclusion().orElse("-"));
    }
    if (!table.isEmpty()) {
      console.line("");
      table.print(console);
    }
  }
}
