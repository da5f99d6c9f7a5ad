package beamline.router.engine.decide;

import beamline.router.api.Explanation;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.engine.catalogue.CompiledPolicy;
import beamline.router.engine.extension.ExtensionPipeline;
import beamline.router.spi.Telemetry;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Decides under policies that need not be in force, as the {@link Decider} would over a neutral
 * state: sessions have no pins, no limit is taken, no extension called. Has no effects, and tells
 * nobody.
 */
public final class Rehearsal {
  private final Gate gate;
  private final ExtensionPipeline extensions;
  private final Selection selection;
  private final LongSupplier epochMillis;
  private final DoubleSupplier random;

  /** A rehearsal of what these parts do. */
  public Rehearsal(DeciderParts parts) {
    gate = new Gate(parts.intakeTenants(), Telemetry.NONE);
    extensions = parts.extensions();
    selection = new Selection(parts.pins());
    epochMillis = parts.epochMillis();
    random = parts.random();
  }

  /** Decides, and nothing else: for many requests. */
  public RouteOutcome decide(RouteRequest request, CompiledPolicy policy, double draw) {
    return policy.tooMany != null
        ? policy.tooMany
        : selection.select(
            new Draft(request, policy, Draft.Mode.REPLAY, Trace.NONE, 0, null, () -> draw));
  }

  /** Goes through all steps with a draw of its own. */
  public Explanation explain(RouteRequest request, CompiledPolicy policy) {
    return explain(request, policy, random.getAsDouble());
  }

  /** Goes through all steps with this draw. */
  public Explanation explain(RouteRequest request, CompiledPolicy policy, double draw) {
    Trace trace = Trace.recording();
    RouteRejection refused = gate.check(request, trace);
    if (refused == null) {
      refused = policy.tooMany;
    }
    if (refused != null) {
      return refused(refused, policy, trace);
    }
    trace.step("policy", PolicyLookup.named(policy));
    extensions.describe(request, policy, trace);
    Draft draft =
        new Draft(
            request,
            policy,
            Draft.Mode.REPLAY,
            trace,
            0,
            ProviderFacts.recorded(policy, List.of()),
            () -> draw);
    return Explainer.explain(draft, selection.select(draft), epochMillis.getAsLong());
  }

  /** What is to be said of a request that does not come as far as the policy. */
  public Explanation refused(RouteRejection rejection, CompiledPolicy policy) {
    Trace trace = Trace.recording();
    trace.step("admit", rejection.message());
    return refused(rejection, policy, trace);
  }

  private static Explanation refused(RouteRejection rejection, CompiledPolicy policy, Trace trace) {
    return new Explanation(
        rejection,
        policy.key.policyId(),
        Optional.of(policy.model.version()),
        trace.steps(),
        List.of(),
        Optional.empty());
  }
}
