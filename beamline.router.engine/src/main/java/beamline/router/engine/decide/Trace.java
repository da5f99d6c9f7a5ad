package beamline.router.engine.decide;

import beamline.router.api.Explanation;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRequest;
import beamline.router.engine.extension.StepListener;
import beamline.router.spi.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows one decision: takes note of what the steps find when somebody asked for an explanation,
 * and has its spans when somebody traces; else does nothing.
 */
class Trace implements StepListener {
  /** Nobody asked, nobody traces. */
  static final Trace NONE = new Trace();

  Trace() {}

  static Trace recording() {
    return new Recording();
  }

  /**
   * Follows the decision of this request.
   *
   * @param route its span, which is ended with the decision
   */
  static Trace of(RouteRequest request, Span route) {
    Trace trace = request.traced() ? new Recording() : NONE;
    return route.isRecording() ? new SpannedTrace(trace, route, request) : trace;
  }

  /** Whether to put a step into words: texts are only built when this holds. */
  boolean wanted() {
    return false;
  }

  @Override
  public void step(String name, String text) {}

  List<Explanation.Step> steps() {
    return List.of();
  }

  /** A provider is about to be chosen. */
  void selecting(Draft draft) {}

  /** A choice was made, or none could be. */
  void selected(RouteOutcome outcome) {}

  /** Whether somebody looks at its spans. */
  boolean isSpanned() {
    return false;
  }

  /** The decision was made, or could not be. */
  final void settled(@Nullable RouteOutcome outcome, @Nullable Throwable fault) {
    if (outcome != null) {
      ended(outcome);
    } else if (fault != null) {
      failed(fault);
    }
  }

  /** The decision was made. */
  void ended(RouteOutcome outcome) {}

  /** The decision could not be made. */
  void failed(Throwable fault) {}

  private static final class Recording extends Trace {
    private final List<Explanation.Step> steps = new ArrayList<>();

    @Override
    boolean wanted() {
      return true;
    }

    @Override
    public void step(String name, String text) {
      steps.add(new Explanation.Step(name, text));
    }

    @Override
    List<Explanation.Step> steps() {
      return steps;
    }
  }
}
