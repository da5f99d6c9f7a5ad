package beamline.router.micrometer;

import beamline.router.api.ErrorCode;
import beamline.router.api.admin.Health;
import beamline.router.spi.BreakerState;
import beamline.router.spi.FlowTelemetry;
import beamline.router.spi.PolicyTelemetry;
import beamline.router.spi.Telemetry;
import beamline.router.spi.TransportTelemetry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Turns what happens in the router into the metrics of {@link Metric}. Safe for concurrent use.
 *
 * <pre>{@code
 * RouterEngine router = RouterEngine.builder()
 *     .with(MicrometerTelemetry.bindTo(registry))
 *     .build();
 * }</pre>
 *
 * <p>No label carries an id of a request, session or user, and the values of every label are
 * bounded: a tenant appears under its name only when it is on the allow-list, policies, providers,
 * extensions, subjects, consumers and job types only up to a maximum; what goes beyond is {@code
 * other}. Gauges of breakers that share labels tell that one of them is open, and the window of the
 * one that took note last.
 *
 * <p>Use one instance per engine, and one engine per registry: a second one would count into the
 * same meters. The registry belongs to the host; {@link #close()} takes out the gauges and leaves
 * what was counted.
 */
@SuppressWarnings("EnumOrdinal") // indexes arrays that live no longer than the process
public final class MicrometerTelemetry implements Telemetry {
  private static final String NONE = "none";

  private final Meters meters;
  private final Labels labels;
  private final Ledger ledger;
  private final FlowMeters flows;
  private final TransportMeters transport;
  private final ExtensionMeters extensions;
  private final CallMeters calls;

  private final DistributionSummary latency;
  private final AtomicReferenceArray<Counter> refusals =
      new AtomicReferenceArray<>(ErrorCode.values().length);
  private final Counter tenantsAllowed;
  private final Counter tenantsDenied;
  private final Counter policyHits;
  private final Counter policyMisses;

  // By tenant label, then provider label: bounded as the labels are.
  private final Map<String, Map<String, BreakerMeters>> breakers = new ConcurrentHashMap<>();

  private MicrometerTelemetry(Builder builder) {
    meters = new Meters(builder.registry, builder.buckets);
    labels =
        new Labels(
            builder.tenants, builder.maxPolicies, builder.maxProviders, builder.maxExtensions);
    ledger = new Ledger(meters, labels);
    flows = new FlowMeters(ledger);
    transport = new TransportMeters(ledger);
    extensions = new ExtensionMeters(ledger);
    calls = new CallMeters(ledger);
    latency = meters.latency(DecisionMetric.DECIDE_LATENCY, NONE, NONE);
    tenantsAllowed = meters.counter(DecisionMetric.ACL_ALLOWED);
    tenantsDenied = meters.counter(DecisionMetric.ACL_DENIED);
    policyHits = meters.counter(DecisionMetric.POLICY_CACHE_HITS);
    policyMisses = meters.counter(DecisionMetric.POLICY_CACHE_MISSES);
    meters.alias(DecisionMetric.POLICY_HITS, policyHits, Counter::count);
    meters.alias(DecisionMetric.POLICY_MISSES, policyMisses, Counter::count);
    ledger.set(DecisionMetric.POLICY_STORE_SIZE, 0);
  }

  /** Counts into this registry, with every tenant as {@code other}. */
  public static MicrometerTelemetry bindTo(MeterRegistry registry) {
    return builder(registry).build();
  }

  /** Starts a binding to this registry, which stays the host's. */
  public static Builder builder(MeterRegistry registry) {
    return new Builder(registry);
  }

  @Override
  public PolicyTelemetry policy(String tenantId, String policyId) {
    return new PolicyMeters(
        meters,
        labels.tenants().of(tenantId),
        labels.policies().of(policyId),
        providerId -> breaker(tenantId, providerId));
  }

  @Override
  public FlowTelemetry flows() {
    return flows;
  }

  @Override
  public TransportTelemetry transport() {
    return transport;
  }

  @Override
  public void refused(ErrorCode code, long latencyNanos) {
    Counter refused = refusals.getAcquire(code.ordinal());
    if (refused == null) {
      refused = meters.counter(DecisionMetric.DECIDE_REJECTIONS, NONE, NONE, code.reason());
      refusals.setRelease(code.ordinal(), refused);
    }
    refused.increment();
    latency.record(Meters.millis(latencyNanos));
  }

  @Override
  public void tenantChecked(boolean allowed) {
    (allowed ? tenantsAllowed : tenantsDenied).increment();
  }

  @Override
  public void breakerRecorded(
      String tenantId, String providerId, String event, long windowCalls, long windowFailures) {
    breaker(tenantId, providerId).recorded(event, windowCalls, windowFailures);
  }

  @Override
  public void breakerChanged(
      String tenantId, String providerId, BreakerState from, BreakerState to, String trigger) {
    breaker(tenantId, providerId).changed(from, to, trigger);
  }

  @Override
  public void breakerOpened(String tenantId, String providerId, long openNanos) {
    breaker(tenantId, providerId).opened(openNanos);
  }

  @Override
  public void policyLoaded(
      String tenantId, String policyId, String source, boolean usable, long loadNanos) {
    String tenant = labels.tenants().of(tenantId);
    ledger.count(DecisionMetric.POLICY_LOADS, tenant, source);
    if (!usable) {
      ledger.count(DecisionMetric.POLICY_LOAD_FAILURES, tenant, source);
    }
    ledger.record(
        DecisionMetric.POLICY_LOAD_TIME,
        Meters.millis(loadNanos),
        tenant,
        labels.policies().of(policyId));
  }

  @Override
  public void policiesHeld(int count) {
    ledger.set(DecisionMetric.POLICY_STORE_SIZE, count);
  }

  @Override
  public void policyLookup(boolean hit) {
    (hit ? policyHits : policyMisses).increment();
  }

  @Override
  public void extensionCalled(
      String tenantId,
      String policyId,
      String extensionId,
      String kind,
      String status,
      long latencyNanos) {
    extensions.called(tenantId, policyId, extensionId, kind, status, latencyNanos);
  }

  @Override
  public void extensionRetried(String extensionId, int retries) {
    extensions.retried(extensionId, retries);
  }

  @Override
  public void extensionVersionCalled(String extensionId, String version) {
    extensions.versionCalled(extensionId, version);
  }

  @Override
  public void extensionInstanceCalled(String extensionId, String instanceId) {
    extensions.instanceCalled(extensionId, instanceId);
  }

  @Override
  public void extensionInstanceJudged(String extensionId, String instanceId, boolean well) {
    extensions.instanceJudged(extensionId, instanceId, well);
  }

  @Override
  public void extensionBreakerChanged(
      String extensionId, BreakerState from, BreakerState to, String trigger) {
    extensions.breakerChanged(extensionId, from, to);
  }

  @Override
  public void extensionsRead(boolean read, int registered) {
    extensions.read(read, registered);
  }

  @Override
  public void callBegan(String protocol, String method) {
    calls.began(protocol, method);
  }

  @Override
  public void callEnded(String protocol, String method, String status, long latencyNanos) {
    calls.ended(protocol, method, status, latencyNanos);
  }

  @Override
  public void healthAsked(Health health) {
    ledger.set(NodeMetric.HEALTH, code(health.status()));
    for (Health.Component component : health.components()) {
      ledger.set(
          NodeMetric.COMPONENT_HEALTH,
          code(component.status()),
          labels.reasons().of(component.name()));
    }
  }

  private static double code(Health.Status status) {
    return switch (status) {
      case UP -> 1;
      case DEGRADED -> .5;
      case DOWN -> 0;
    };
  }

  @Override
  public void messageDropped(String subject) {
    transport.messageDropped(subject);
  }

  @Override
  public void close() {
    meters.close();
  }

  private BreakerMeters breaker(String tenantId, String providerId) {
    String tenant = labels.tenants().of(tenantId);
    String provider = labels.providers().of(providerId);
    Map<String, BreakerMeters> ofTenant = breakers.get(tenant);
    if (ofTenant == null) {
      ofTenant = breakers.computeIfAbsent(tenant, label -> new ConcurrentHashMap<>());
    }
    BreakerMeters found = ofTenant.get(provider);
    return found != null
        ? found
        : ofTenant.computeIfAbsent(provider, label -> new BreakerMeters(meters, tenant, provider));
  }

  /** Collects how to bind. Not safe for concurrent use. */
  public static final class Builder {
    private final MeterRegistry registry;
    private Set<String> tenants = Set.of();
    private boolean buckets = true;
    private int maxPolicies = 200;
    private int maxProviders = 200;
    private int maxExtensions = 100;

    private Builder(MeterRegistry registry) {
      this.registry = Objects.requireNonNull(registry, "registry");
    }

    /** The tenants that appear under their name; all others are {@code other}. Default: none. */
    public Builder tenantLabels(Set<String> allowList) {
      tenants = Set.copyOf(allowList);
      return this;
    }

    /**
     * Whether latencies have buckets, from which a server computes percentiles. Default: true.
     * Percentiles are never computed in the process, unless a filter of the registry asks for them.
     */
    public Builder buckets(boolean value) {
      buckets = value;
      return this;
    }

    /** How many policies appear under their id, 0 or more. Default: 200. */
    public Builder maxPolicies(int value) {
      maxPolicies = notNegative("maxPolicies", value);
      return this;
    }

    /** How many providers appear under their id, 0 or more. Default: 200. */
    public Builder maxProviders(int value) {
      maxProviders = notNegative("maxProviders", value);
      return this;
    }

    /** How many extensions appear under their id, 0 or more. Default: 100. */
    public Builder maxExtensions(int value) {
      maxExtensions = notNegative("maxExtensions", value);
      return this;
    }

    /** Registers the first meters and binds. */
    public MicrometerTelemetry build() {
      return new MicrometerTelemetry(this);
    }

    private static int notNegative(String name, int value) {
      if (value < 0) {
        throw new IllegalArgumentException(name + " is " + value + ", must be 0 or more");
      }
      return value;
    }
  }
}
