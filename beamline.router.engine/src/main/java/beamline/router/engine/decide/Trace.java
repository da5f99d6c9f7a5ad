package beamline.router.engine.decide;

import beamline.router.api.Explanation;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes note of what the steps find, when somebody asked; else does nothing. Belongs to one
 * decision.
 */
class Trace {
  /** Nobody asked. */
  static final Trace NONE = new Trace();

  private Trace() {}

  static Trace recording() {
    return new Recording();
  }

  /** Whether to put a step into words: texts are only built when this holds. */
  boolean wanted() {
    return false;
  }

  void step(String name, String text) {}

  List<Explanation.Step> steps() {
    return List.of();
  }

  private static final class Recording extends Trace {
    private final List<Explanation.Step> steps = new ArrayList<>();

    @Override
    boolean wanted() {
      return true;
    }

    @Override
    void step(String name, String text) {
      steps.add(new Explanation.Step(name, text));
    }

    @Override
    List<Explanation.Step> steps() {
      return steps;
    }
  }
}
