package beamline.router.engine.decide;

import beamline.router.api.DecisionInputs;
import beamline.router.api.DecisionReason;
import beamline.router.api.RetryAdvice;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteRequest;
import beamline.router.engine.breaker.Breaker;
import beamline.router.engine.budget.Purse;
import beamline.router.engine.catalogue.CompiledPolicy;
import beamline.router.engine.sticky.StickyPins;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A decision in the making: what the steps read and what they found so far. Belongs to one thread
 * at a time.
 */
final class Draft {

  /** What a decision may look at and change. */
  enum Mode {
    /** The live state; it takes effect. */
    LIVE,
    /** The live state; nothing is changed. */
    DRY,
    /** A record of the live state; nothing is changed. */
    REPLAY
  }

  final RouteRequest request;
  final CompiledPolicy policy;
  final Mode mode;
  final Trace trace;

  /** The monotonic clock in nanoseconds, read once. */
  final long now;

  /** Held still when the decision must be repeatable; null to look at the live state. */
  final @Nullable ProviderFacts facts;

  /** What may be reserved of the tenant's budgets; null when there are none, or nothing is. */
  final @Nullable Purse purse;

  private final DoubleSupplier random;
  private double draw = Double.NaN;

  /**
   * Why each listed provider is not a candidate, see {@link Candidacy}; null until a step needs all
   * of them.
   */
  byte @Nullable [] exclusions;

  /** Which providers have spent their budgets; null when none has. */
  private boolean @Nullable [] spent;

  /** The session's value; null when the policy is not sticky or the request has none. */
  @Nullable String session;

  /** The session's pin as it was found; null when it has none, or in a replay. */
  StickyPins.@Nullable Pin pin;

  /** The provider to which the session is pinned. */
  @Nullable String pinned;

  // the choice
  int chosen = -1;
  DecisionReason reason = DecisionReason.WEIGHTED;
  @Nullable RetryAdvice retry;

  Draft(
      RouteRequest request,
      CompiledPolicy policy,
      Mode mode,
      Trace trace,
      long now,
      @Nullable ProviderFacts facts,
      DoubleSupplier random) {
    this(request, policy, mode, trace, now, facts, random, null);
  }

  Draft(
      RouteRequest request,
      CompiledPolicy policy,
      Mode mode,
      Trace trace,
      long now,
      @Nullable ProviderFacts facts,
      DoubleSupplier random,
      @Nullable Purse purse) {
    this.request = request;
    this.policy = policy;
    this.mode = mode;
    this.trace = trace;
    this.now = now;
    this.facts = facts;
    this.random = random;
    this.purse = purse;
  }

  /** The draw of this decision, in [0, 1): the same one however often it is asked for. */
  double draw() {
    if (Double.isNaN(draw)) {
      draw = random.getAsDouble();
    }
    return draw;
  }

  double latencyMillis(int index) {
    return facts == null ? policy.latencyMillis(index) : facts.latencies[index];
  }

  double cost(int index) {
    return facts == null ? policy.cost(index) : facts.costs[index];
  }

  boolean isOpen(int index) {
    return facts == null
        ? policy.guarded && !Candidacy.breakerAllows(policy, index, now)
        : facts.open[index];
  }

  boolean isSpent(int index) {
    return spent != null && spent[index];
  }

  /** Whether a provider that a rule names cannot be used. */
  boolean isOut(int index) {
    return isSpent(index) || isOpen(index);
  }

  /** Takes the chosen provider out, for this reason. */
  void exclude(byte exclusion) {
    byte[] known = Candidacy.exclusions(this);
    if (chosen < known.length) {
      known[chosen] = exclusion;
    }
    if (exclusion == Candidacy.BUDGET_SPENT) {
      if (spent == null) {
        spent = new boolean[policy.ids.length];
      }
      spent[chosen] = true;
    }
    if (facts != null) {
      facts.open[chosen] = true; // so that a replay finds it taken out
    }
  }

  boolean choose(int index, DecisionReason why) {
    chosen = index;
    reason = why;
    retry = null;
    return true;
  }

  /**
   * What conditions of the policy look at: the routing context with the facts that the caller
   * cannot forge.
   */
  Map<String, Object> ruleContext() {
    Map<String, Object> context = new HashMap<>(request.context());
    context.put("tenant_id", policy.key.tenantId());
    context.put("policy_id", policy.key.policyId());
    context.put("message_type", request.taskType());
    context.put("task_type", request.taskType());
    return context;
  }

  /** What the chosen one took comes back: nobody will report a decision that is refused. */
  void giveBack() {
    if (purse != null) {
      purse.release();
    }
    Breaker breaker = mode == Mode.LIVE && policy.guarded ? policy.states[chosen].breaker() : null;
    if (breaker != null) {
      breaker.release();
    }
  }

  /** Who is chosen. */
  String provider() {
    return policy.ids[chosen];
  }

  /** What the chosen one is expected to cost. */
  double cost() {
    return cost(chosen);
  }

  RouteDecision decision() {
    RouteDecision.Builder decision =
        RouteDecision.builder(
                policy.key.tenantId(), policy.key.policyId(), policy.ids[chosen], reason)
            .policy(policy.model.version(), policy.revision)
            .expected(latencyMillis(chosen), cost(chosen))
            .draw(draw)
            .stickyKey(session);
    // Until a rule has matched, the advice's class is not loaded; a call that names it would keep
    // the compiler from seeing through the builder, which then is allocated.
    if (retry != null) {
      decision.retry(retry);
    }
    if (purse != null) {
      decision.reservation(purse.reservation());
    }
    return decision.build();
  }

  DecisionInputs inputs(ProviderFacts known, long epochMillis) {
    return new DecisionInputs(
        policy.revision, draw(), epochMillis, Optional.ofNullable(pinned), known.states(policy));
  }
}
