package beamline.router.engine.question;

import beamline.router.api.admin.AdminQuestion;
import beamline.router.engine.analysis.PipelineComplexity;
import beamline.router.engine.catalogue.PolicyCatalogue;
import beamline.router.engine.decide.Decider;
import beamline.router.engine.provider.ProviderStates;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Answers the questions of the administration subjects (routing contract 10.3); who may ask them is
 * found out before. Safe for concurrent use; never blocks.
 */
public final class Questions {
  private final Map<AdminQuestion, Question> answers = new EnumMap<>(AdminQuestion.class);

  /** Answers about these parts of a router. */
  public Questions(
      Decider decider,
      PolicyCatalogue catalogue,
      ProviderStates states,
      KnownExtensions extensions,
      PipelineComplexity complexity,
      LongSupplier nanoTime) {
    answers.put(AdminQuestion.EXTENSION_HEALTH, new ExtensionHealth(extensions));
    answers.put(
        AdminQuestion.CIRCUIT_BREAKER_STATES, new BreakerStates(states, extensions, nanoTime));
    answers.put(AdminQuestion.DRY_RUN, new DryRun(decider, catalogue));
    answers.put(AdminQuestion.COMPLEXITY, new Complexity(catalogue, complexity));
  }

  /**
   * The answer, as a tree to be written as JSON.
   *
   * @throws AdminRefusal when there is none
   */
  public Object answer(AdminQuestion question, Map<String, Object> body) throws AdminRefusal {
    return Objects.requireNonNull(answers.get(question)).answer(body);
  }
}
