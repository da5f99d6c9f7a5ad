package beamline.router.engine.catalogue;

import beamline.router.api.policy.PolicyKey;
import beamline.router.engine.breaker.Breaker;
import beamline.router.engine.breaker.BreakerListener;
import beamline.router.engine.policy.BreakerModel;
import beamline.router.engine.policy.PolicyModel;
import beamline.router.engine.provider.ProviderState;
import beamline.router.engine.provider.ProviderStates;
import beamline.router.spi.BreakerState;
import beamline.router.spi.Telemetry;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Turns policy models into {@link CompiledPolicy}s over the states of their providers. */
public final class PolicyCompiler {
  private final ProviderStates states;
  private final Telemetry telemetry;
  private final Expectations expectations;
  private final @Nullable BreakerModel defaultBreaker;
  private final boolean sticks;
  private final PipelineLimits pipelines;
  private final LongSupplier nanoTime;

  /**
   * A compiler whose policies share these provider states.
   *
   * @param defaultBreaker for policies without a breaker block; null when they have no breakers
   * @param sticks whether sessions stick where their policy says so
   * @param pipelines how many extensions they may have
   */
  public PolicyCompiler(
      ProviderStates states,
      Telemetry telemetry,
      Expectations expectations,
      @Nullable BreakerModel defaultBreaker,
      boolean sticks,
      PipelineLimits pipelines,
      LongSupplier nanoTime) {
    this.pipelines = pipelines;
    this.sticks = sticks;
    this.states = states;
    this.telemetry = telemetry;
    this.expectations = expectations;
    this.defaultBreaker = defaultBreaker;
    this.nanoTime = nanoTime;
  }

  /**
   * A compiler over states of its own, of which nobody is told: for policies that are not in force.
   */
  PolicyCompiler aside() {
    return new PolicyCompiler(
        new ProviderStates(),
        Telemetry.NONE,
        expectations,
        defaultBreaker,
        sticks,
        pipelines,
        nanoTime);
  }

  /** Compiles a policy. */
  public CompiledPolicy compile(PolicyKey key, long revision, PolicyModel document) {
    PolicyModel model =
        document.breaker() == null && defaultBreaker != null
            ? document.withBreaker(defaultBreaker)
            : document;
    Map<String, ProviderState> named = new LinkedHashMap<>();
    model.providers().forEach(provider -> add(named, key.tenantId(), provider.id(), model));
    model.fallbacks().forEach(rule -> add(named, key.tenantId(), rule.to(), model));
    add(named, key.tenantId(), model.legacyFallback(), model);
    return new CompiledPolicy(
        key,
        revision,
        model,
        named.values().toArray(ProviderState[]::new),
        expectations,
        sticks,
        pipelines.refusal(key, model),
        telemetry.policy(key.tenantId(), key.policyId()));
  }

  private void add(
      Map<String, ProviderState> named,
      String tenantId,
      @Nullable String providerId,
      PolicyModel model) {
    if (providerId != null) {
      named.computeIfAbsent(providerId, id -> state(tenantId, id, model));
    }
  }

  private ProviderState state(String tenantId, String providerId, PolicyModel model) {
    ProviderState state = states.of(tenantId, providerId);
    BreakerModel breaker = model.breaker();
    if (breaker != null && breaker.enabled()) {
      state.watchedBy(breaker, told(tenantId, state), nanoTime.getAsLong());
    }
    return state;
  }

  private BreakerListener told(String tenantId, ProviderState state) {
    return (from, to, trigger) -> {
      telemetry.breakerChanged(tenantId, state.providerId(), from, to, trigger);
      Breaker breaker = state.breaker();
      if (to == BreakerState.OPEN && breaker != null) {
        telemetry.breakerOpened(tenantId, state.providerId(), breaker.openNanos());
      }
    };
  }
}
