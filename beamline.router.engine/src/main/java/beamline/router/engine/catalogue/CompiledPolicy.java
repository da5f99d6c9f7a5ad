package beamline.router.engine.catalogue;

import beamline.router.api.RouteRejection;
import beamline.router.api.policy.PolicyKey;
import beamline.router.engine.policy.ConstraintModel;
import beamline.router.engine.policy.PolicyModel;
import beamline.router.engine.policy.ProviderModel;
import beamline.router.engine.policy.StickyModel;
import beamline.router.engine.policy.Strategy;
import beamline.router.engine.provider.ProviderState;
import beamline.router.spi.LimitKey;
import beamline.router.spi.PolicyTelemetry;
import beamline.router.spi.RateLimit;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A policy made ready for decisions: everything that does not depend on the request is worked out
 * beforehand. Its fields are read by the steps of the pipeline as they are. Immutable, except for
 * the provider states, which live on.
 */
@SuppressWarnings("Immutable") // arrays for the hot path; nobody writes them after construction
public final class CompiledPolicy {
  /** Which policy, at which revision, and the document it was made from. */
  public final PolicyKey key;

  public final long revision;
  public final PolicyModel model;

  /**
   * Providers that the weights may choose are the first of {@link #ids}; only fallbacks name the
   * others.
   */
  public final int listed;

  public final String[] ids;

  /** The states of {@link #ids}. */
  public final ProviderState[] states;

  /** Weights of the listed providers, which sum up to 1 or are all 0. */
  public final double[] weights;

  /** Whether breakers are looked at. */
  public final boolean guarded;

  public final boolean byScore;

  /** Whether the policy limits latency or cost, or asks for labels. */
  public final boolean constrained;

  /** Whether extensions take part. */
  public final boolean extended;

  /** Why no request is decided: it has too many extensions; null when it has not. */
  public final @Nullable RouteRejection tooMany;

  /** Name of the context field whose value is the session; null when sessions do not stick. */
  public final @Nullable String sessionKey;

  public final long stickyTtlNanos;

  /** The limit of this policy itself; null when it has none. */
  public final @Nullable RateLimit limit;

  /** What that limit is counted for; null when it is counted per user. */
  public final @Nullable LimitKey limitKey;

  public final LimitKey tenantKey;
  public final PolicyTelemetry telemetry;

  private final double[] declaredLatencies;
  private final double[] declaredCosts;

  CompiledPolicy(
      PolicyKey key,
      long revision,
      PolicyModel model,
      ProviderState[] states,
      Expectations expectations,
      boolean sticks,
      @Nullable RouteRejection tooMany,
      PolicyTelemetry telemetry) {
    this.key = key;
    this.revision = revision;
    this.model = model;
    this.states = states;
    this.tooMany = tooMany;
    this.telemetry = telemetry;
    listed = model.providers().size();
    ids = Arrays.stream(states).map(ProviderState::providerId).toArray(String[]::new);
    weights = new double[listed];
    declaredLatencies = new double[ids.length];
    declaredCosts = new double[ids.length];
    Arrays.fill(declaredLatencies, expectations.latencyMillis());
    Arrays.fill(declaredCosts, expectations.cost());
    for (int i = 0; i < listed; i++) {
      ProviderModel provider = model.providers().get(i);
      weights[i] = provider.weight();
      declaredLatencies[i] = or(provider.expectedLatencyMillis(), expectations.latencyMillis());
      declaredCosts[i] = or(provider.expectedCost(), expectations.cost());
    }
    guarded = model.breaker() != null && model.breaker().enabled();
    byScore = model.strategy() == Strategy.BEST_SCORE;
    constrained = !model.constraints().equals(ConstraintModel.NONE);
    extended = !model.pre().isEmpty() || !model.validators().isEmpty() || !model.post().isEmpty();
    StickyModel sticky = model.sticky();
    sessionKey = sticks && sticky != null && sticky.enabled() ? sticky.sessionKey() : null;
    stickyTtlNanos = sticky == null ? 0 : sticky.ttlMillis() * 1_000_000L;
    limit = PolicyLimit.rate(model.rateLimit());
    limitKey = PolicyLimit.key(key, model.rateLimit());
    tenantKey = new LimitKey(LimitKey.Scope.TENANT, key.tenantId(), "");
  }

  /** Where a provider stands among {@link #ids}; -1 when the policy does not name it. */
  public int indexOf(String providerId) {
    for (int i = 0; i < ids.length; i++) {
      if (ids[i].equals(providerId)) {
        return i;
      }
    }
    return -1;
  }

  /** Expected latency in milliseconds: measured, else declared, else the default. */
  public double latencyMillis(int index) {
    return or(states[index].latencyMillis(), declaredLatencies[index]);
  }

  /** Expected cost: measured, else declared, else the default. */
  public double cost(int index) {
    return or(states[index].cost(), declaredCosts[index]);
  }

  private static double or(double value, double fallback) {
    return Double.isNaN(value) ? fallback : value;
  }
}
