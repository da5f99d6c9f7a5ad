package beamline.router.engine.decide;

import beamline.router.api.DecisionInputs;
import beamline.router.api.Explanation;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.engine.audit.AuditTrail;
import beamline.router.engine.budget.Budgets;
import beamline.router.engine.budget.Purse;
import beamline.router.engine.catalogue.CompiledPolicy;
import beamline.router.engine.catalogue.PolicyCatalogue;
import beamline.router.engine.extension.ExtensionPipeline;
import beamline.router.engine.extension.Passage;
import beamline.router.engine.telemetry.SpanNames;
import beamline.router.engine.tenant.Violations;
import beamline.router.spi.Span;
import beamline.router.spi.Telemetry;
import beamline.router.spi.Tracing;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pipeline: admit, policy, limit, prepare, select, finish. Everything but extensions runs in
 * the calling thread, without a lock.
 */
public final class Decider {
  private final Gate gate;
  private final PolicyCatalogue catalogue;
  private final PolicyLookup lookup;
  private final Limits limits;
  private final Budgets budgets;
  private final Violations violations;
  private final ExtensionPipeline extensions;
  private final InFlight inFlight;
  private final Selection selection;
  private final AuditTrail audit;
  private final boolean audited;
  private final Telemetry telemetry;
  private final Tracing tracing;
  private final LongSupplier nanoTime;
  private final LongSupplier epochMillis;
  private final DoubleSupplier random;

  /** A pipeline over these parts. */
  public Decider(DeciderParts parts) {
    gate = new Gate(parts.intakeTenants(), parts.telemetry());
    catalogue = parts.catalogue();
    lookup = new PolicyLookup(catalogue, parts.telemetry());
    limits = new Limits(parts.limiter(), parts.tenantLimits());
    budgets = parts.budgets();
    violations = parts.violations();
    extensions = parts.extensions();
    inFlight = parts.inFlight();
    selection = new Selection(parts.pins());
    audit = parts.audit();
    audited = audit.wantsDecisions();
    telemetry = parts.telemetry();
    tracing = telemetry.tracing();
    nanoTime = parts.nanoTime();
    epochMillis = parts.epochMillis();
    random = parts.random();
  }

  /** Decides; waits for extensions and parts of budgets when there are any. */
  public RouteOutcome decide(RouteRequest request) {
    return decide(request, null);
  }

  private RouteOutcome decide(RouteRequest request, @Nullable Span parent) {
    long start = nanoTime.getAsLong();
    Trace trace = trace(request, parent);
    RouteOutcome outcome;
    try {
      outcome = decided(request, start, trace);
    } catch (RuntimeException | Error e) {
      trace.failed(e);
      throw e;
    }
    trace.ended(outcome);
    if (audited) {
      audit.decided(request, outcome, start);
    }
    return outcome;
  }

  /** Its span is below this one, else below what the calling thread is doing. */
  private Trace trace(RouteRequest request, @Nullable Span parent) {
    if (tracing == Tracing.NONE) {
      return Trace.of(request, Span.NONE);
    }
    return Trace.of(
        request,
        parent == null
            ? tracing.begin(SpanNames.ROUTE, Span.Kind.INTERNAL)
            : parent.child(SpanNames.ROUTE, Span.Kind.INTERNAL));
  }

  private RouteOutcome decided(RouteRequest request, long start, Trace trace) {
    RouteRejection refused = gate.check(request, trace);
    CompiledPolicy policy = refused == null ? lookup.find(request, trace) : null;
    if (policy == null) {
      return refuseUnrouted(refused == null ? PolicyLookup.notFound(request) : refused, start);
    }
    refused = limits.take(request, policy, start, trace);
    if (refused != null) {
      return finish(refuse(request, refused), policy, start, trace, null);
    }
    if (policy.extended) {
      return extended(request, policy, start, trace).toCompletableFuture().join();
    }
    Draft draft = live(request, policy, start, trace);
    return draft.purse == null
        ? finish(selection.select(draft), policy, start, trace, draft)
        : budgeted(draft, start).toCompletableFuture().join();
  }

  /** Decides without blocking the calling thread. */
  public CompletionStage<RouteOutcome> decideAsync(RouteRequest request) {
    return decideAsync(request, null);
  }

  /**
   * Decides without blocking the calling thread.
   *
   * @param parent the span of what it is decided for; null for what the calling thread is doing
   */
  public CompletionStage<RouteOutcome> decideAsync(RouteRequest request, @Nullable Span parent) {
    CompiledPolicy policy = catalogue.find(request.tenantId(), request.policyId());
    if (policy == null || !(policy.extended || budgets.any(request.tenantId()))) {
      return CompletableFuture.completedFuture(decide(request, parent));
    }
    long start = nanoTime.getAsLong();
    Trace trace = trace(request, parent);
    CompletionStage<RouteOutcome> outcome;
    try {
      outcome = decidedAsync(request, start, trace);
    } catch (RuntimeException | Error e) {
      trace.failed(e);
      throw e;
    }
    if (trace.isSpanned()) {
      outcome = outcome.whenComplete(trace::settled);
    }
    return audited
        ? outcome.thenApply(
            result -> {
              audit.decided(request, result, start);
              return result;
            })
        : outcome;
  }

  private CompletionStage<RouteOutcome> decidedAsync(
      RouteRequest request, long start, Trace trace) {
    RouteRejection refused = gate.check(request, trace);
    CompiledPolicy policy = refused == null ? lookup.find(request, trace) : null;
    if (policy == null) {
      return CompletableFuture.completedFuture(
          refuseUnrouted(refused == null ? PolicyLookup.notFound(request) : refused, start));
    }
    refused = limits.take(request, policy, start, trace);
    if (refused != null) {
      return CompletableFuture.completedFuture(
          finish(refuse(request, refused), policy, start, trace, null));
    }
    return policy.extended
        ? extended(request, policy, start, trace)
        : budgeted(live(request, policy, start, trace), start);
  }

  /** Writes down a limit that was exceeded. */
  private RouteRejection refuse(RouteRequest request, RouteRejection rejection) {
    violations.refused(request, rejection);
    return rejection;
  }

  /** Goes through all steps over the live state, without effects. */
  public Explanation explain(RouteRequest request) {
    Trace trace = Trace.recording();
    RouteRejection refused = gate.check(request, trace);
    CompiledPolicy policy = refused == null ? lookup.find(request, trace) : null;
    if (policy == null) {
      return unrouted(request, refused == null ? PolicyLookup.notFound(request) : refused, trace);
    }
    if (policy.tooMany != null) {
      return unrouted(request, policy.tooMany, trace);
    }
    extensions.describe(request, policy, trace);
    long now = nanoTime.getAsLong();
    Draft draft =
        new Draft(
            request,
            policy,
            Draft.Mode.DRY,
            trace,
            now,
            ProviderFacts.capture(policy, now),
            random);
    return Explainer.explain(draft, selection.select(draft), epochMillis.getAsLong());
  }

  /** Goes through selection again, over recorded inputs. */
  public Explanation replay(RouteRequest request, CompiledPolicy policy, DecisionInputs inputs) {
    Draft draft =
        new Draft(
            request,
            policy,
            Draft.Mode.REPLAY,
            Trace.recording(),
            0,
            ProviderFacts.recorded(policy, inputs.providers()),
            inputs::draw);
    draft.pinned = inputs.pinnedProvider().orElse(null);
    return Explainer.explain(draft, selection.select(draft), inputs.epochMillis());
  }

  /** A decision that may have to wait for its part of a budget. */
  private CompletionStage<RouteOutcome> budgeted(Draft draft, long start) {
    return counted(
        () ->
            select(draft)
                .thenApply(outcome -> finish(outcome, draft.policy, start, draft.trace, draft)));
  }

  /** What goes on when this thread has left is waited for when the router drains. */
  private CompletionStage<RouteOutcome> counted(Supplier<CompletionStage<RouteOutcome>> work) {
    inFlight.began();
    CompletionStage<RouteOutcome> outcome;
    try {
      outcome = work.get();
    } catch (RuntimeException | Error e) {
      inFlight.ended(); // no stage will say so
      throw e;
    }
    return outcome.whenComplete((result, fault) -> inFlight.ended());
  }

  private CompletionStage<RouteOutcome> select(Draft draft) {
    RouteOutcome outcome = selection.select(draft);
    CompletionStage<Void> wait = draft.purse == null ? null : draft.purse.awaited();
    if (wait != null) {
      return wait.thenCompose(asked -> select(draft));
    }
    if (outcome instanceof RouteRejection rejection) {
      violations.refused(draft.request, rejection);
    }
    return CompletableFuture.completedFuture(outcome);
  }

  private Draft live(RouteRequest request, CompiledPolicy policy, long now, Trace trace) {
    ProviderFacts facts = trace.wanted() ? ProviderFacts.capture(policy, now) : null;
    Purse purse = budgets.purse(request.tenantId());
    return new Draft(request, policy, Draft.Mode.LIVE, trace, now, facts, random, purse);
  }

  private CompletionStage<RouteOutcome> extended(
      RouteRequest request, CompiledPolicy policy, long start, Trace trace) {
    if (policy.tooMany != null) {
      return CompletableFuture.completedFuture(finish(policy.tooMany, policy, start, trace, null));
    }
    return counted(
        () ->
            extensions
                .before(request, policy, trace)
                .thenCompose(passage -> proceed(passage, policy, start, trace)));
  }

  private CompletionStage<RouteOutcome> proceed(
      Passage passage, CompiledPolicy policy, long start, Trace trace) {
    RouteRejection refused = passage.refusal();
    return refused == null
        ? selectAndFinish(passage, policy, start, trace)
        : CompletableFuture.completedFuture(finish(refused, policy, start, trace, null));
  }

  private CompletionStage<RouteOutcome> selectAndFinish(
      Passage passage, CompiledPolicy policy, long start, Trace trace) {
    Draft draft = live(passage.request(), policy, nanoTime.getAsLong(), trace);
    return select(draft)
        .thenCompose(selected -> after(passage, selected, draft))
        .thenApply(outcome -> finish(outcome, policy, start, trace, draft));
  }

  /** What is reserved for a decision that is refused afterwards comes back. */
  private CompletionStage<RouteOutcome> after(Passage passage, RouteOutcome selected, Draft draft) {
    if (!(selected instanceof RouteDecision decision)) {
      return CompletableFuture.completedFuture(passage.listed((RouteRejection) selected));
    }
    return extensions
        .after(passage, decision, draft.policy)
        .thenApply(
            outcome -> {
              if (outcome instanceof RouteRejection) {
                draft.giveBack();
              }
              return outcome;
            });
  }

  private RouteOutcome finish(
      RouteOutcome outcome, CompiledPolicy policy, long start, Trace trace, @Nullable Draft draft) {
    long latency = policy.telemetry.wantsLatency() ? nanoTime.getAsLong() - start : 0;
    if (outcome instanceof RouteDecision decision) {
      policy.telemetry.decided(decision.reason(), latency);
      return trace.wanted() && draft != null
          ? decision.toBuilder()
              .explanation(Explainer.explain(draft, decision, epochMillis.getAsLong()))
              .build()
          : decision;
    }
    RouteRejection rejection = (RouteRejection) outcome;
    policy.telemetry.refused(rejection.code(), latency);
    return rejection;
  }

  private RouteRejection refuseUnrouted(RouteRejection rejection, long start) {
    telemetry.refused(rejection.code(), nanoTime.getAsLong() - start);
    return rejection;
  }

  private static Explanation unrouted(RouteRequest request, RouteRejection rejection, Trace trace) {
    return new Explanation(
        rejection,
        request.policyId(),
        Optional.empty(),
        trace.steps(),
        List.of(),
        Optional.empty());
  }
}
