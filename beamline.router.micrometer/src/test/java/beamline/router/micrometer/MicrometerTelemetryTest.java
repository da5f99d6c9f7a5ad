package beamline.router.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import beamline.router.api.DecisionReason;
import beamline.router.api.ErrorCode;
import beamline.router.spi.BreakerState;
import beamline.router.spi.LimitKey;
import beamline.router.spi.PolicyTelemetry;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MicrometerTelemetryTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MicrometerTelemetry telemetry =
      MicrometerTelemetry.builder(registry)
          .tenantLabels(Set.of("acme"))
          .maxPolicies(2)
          .maxProviders(2)
          .maxExtensions(1)
          .build();

  @Test
  void decisionsAreCountedByReasonAndTimedInMilliseconds() {
    PolicyTelemetry policy = telemetry.policy("acme", "default");
    policy.decided(DecisionReason.STICKY, 1_000_000);
    policy.decided(DecisionReason.STICKY, 3_000_000);
    policy.decided(DecisionReason.WEIGHTED, 500_000);

    assertThat(count("router_policy_decisions_total", "policy_id", "default", "reason", "sticky"))
        .isEqualTo(2);
    DistributionSummary sticky =
        registry.get("router_policy_decision_latency_ms").tag("reason", "sticky").summary();
    assertThat(sticky.totalAmount()).isCloseTo(4, within(1e-9));
    assertThat(sticky.max()).isCloseTo(3, within(1e-9));
    DistributionSummary all =
        registry.get("router_decide_latency_ms").tag("policy_id", "default").summary();
    assertThat(all.count()).isEqualTo(3);
    assertThat(all.totalAmount()).isCloseTo(4.5, within(1e-9));
  }

  @Test
  void refusalsAreCountedByCodeWithAndWithoutAPolicy() {
    telemetry.policy("acme", "default").refused(ErrorCode.RATE_LIMITED, 1_000);
    telemetry.refused(ErrorCode.POLICY_NOT_FOUND, 1_000);
    telemetry.refused(ErrorCode.POLICY_NOT_FOUND, 1_000);

    assertThat(count("router_decide_rejected_total", "tenant_id", "acme", "reason", "rate_limited"))
        .isEqualTo(1);
    assertThat(
            count(
                "router_decide_rejected_total", "tenant_id", "none", "reason", "policy_not_found"))
        .isEqualTo(2);
    assertThat(registry.get("router_decide_latency_ms").tag("tenant_id", "acme").summary().count())
        .isEqualTo(1);
    assertThat(registry.get("router_decide_latency_ms").tag("tenant_id", "none").summary().count())
        .isEqualTo(2);
  }

  @Test
  void onlyFallbacksAreCountedAsFallbacks() {
    PolicyTelemetry policy = telemetry.policy("acme", "default");
    for (DecisionReason reason : DecisionReason.values()) {
      policy.decided(reason, 1_000);
    }

    assertThat(
            count("router_fallback_activation_total", "tenant_id", "acme", "policy_id", "default"))
        .isEqualTo(2);
  }

  @Test
  void limitsAreCountedByScope() {
    PolicyTelemetry policy = telemetry.policy("acme", "default");
    policy.limited(LimitKey.Scope.TENANT, true);
    policy.limited(LimitKey.Scope.TENANT, true);
    policy.limited(LimitKey.Scope.USER, false);

    assertThat(count("router_rate_limit_allowed_total", "scope", "tenant", "tenant_id", "acme"))
        .isEqualTo(2);
    assertThat(count("router_rate_limit_exceeded_total", "scope", "user", "tenant_id", "acme"))
        .isEqualTo(1);
    assertThat(count("router_rate_limit_exceeded_total", "scope", "tenant", "tenant_id", "acme"))
        .isZero();
  }

  @Test
  void aTenantThatIsNotOnTheAllowListIsOther() {
    telemetry.policy("initech", "default").sticky(true);
    telemetry.policy("umbrella", "default").sticky(true);
    telemetry.policy("acme", "default").sticky(true);

    assertThat(registry.get("router_sticky_hits_total").tag("tenant_id", "other").counter().count())
        .isEqualTo(2);
    assertThat(registry.get("router_sticky_hits_total").tag("tenant_id", "acme").counter().count())
        .isEqualTo(1);
    assertThat(values("tenant_id")).containsExactlyInAnyOrder("acme", "other");
  }

  @Test
  void policiesProvidersAndExtensionsBeyondTheMaximumAreOther() {
    for (int i = 0; i < 10; i++) {
      telemetry.policy("acme", "policy-" + i).decided(DecisionReason.WEIGHTED, 1_000);
      telemetry.breakerRecorded("acme", "provider-" + i, "success", 1, 0);
      telemetry.extensionCalled("acme", "policy-" + i, "extension-" + i, "pre", "ok", 1_000);
    }

    assertThat(values("policy_id")).containsExactlyInAnyOrder("policy-0", "policy-1", "other");
    assertThat(values("provider_id"))
        .containsExactlyInAnyOrder("provider-0", "provider-1", "other");
    assertThat(values("extension_id")).containsExactlyInAnyOrder("extension-0", "other");
    assertThat(
            registry
                .get("router_circuit_breaker_events_total")
                .tag("provider_id", "other")
                .counter()
                .count())
        .isEqualTo(8);
  }

  @Test
  void aReloadedPolicyCountsOn() {
    telemetry.policy("acme", "default").sticky(false);
    telemetry.policy("acme", "default").sticky(false);

    assertThat(registry.get("router_sticky_miss_total").counter().count()).isEqualTo(2);
  }

  @Test
  void theStateOfABreakerIsItsCode() {
    telemetry.breakerChanged("acme", "gpu", BreakerState.CLOSED, BreakerState.OPEN, "failures");
    assertThat(state("acme", "open")).isEqualTo(1);

    telemetry.breakerChanged("acme", "gpu", BreakerState.OPEN, BreakerState.HALF_OPEN, "timeout");
    assertThat(state("acme", "open")).isZero();
    assertThat(state("acme", "half_open")).isEqualTo(2);

    telemetry.breakerChanged("acme", "gpu", BreakerState.HALF_OPEN, BreakerState.CLOSED, "probes");
    assertThat(state("acme", "half_open")).isZero();
    assertThat(state("acme", "closed")).isZero();
  }

  @Test
  void breakersThatShareLabelsAreOpenUntilTheLastHasClosed() {
    telemetry.breakerChanged("initech", "gpu", BreakerState.CLOSED, BreakerState.OPEN, "failures");
    telemetry.breakerChanged("umbrella", "gpu", BreakerState.CLOSED, BreakerState.OPEN, "failures");
    telemetry.breakerChanged("initech", "gpu", BreakerState.OPEN, BreakerState.CLOSED, "reset");
    assertThat(state("other", "open")).isEqualTo(1);

    telemetry.breakerChanged("umbrella", "gpu", BreakerState.OPEN, BreakerState.CLOSED, "reset");
    assertThat(state("other", "open")).isZero();
  }

  @Test
  void theErrorRateIsTheShareOfFailuresInTheWindow() {
    telemetry.breakerRecorded("acme", "gpu", "failure", 8, 2);

    assertThat(registry.get("router_circuit_breaker_error_rate").gauge().value()).isEqualTo(0.25);
    assertThat(
            registry.get("router_circuit_breaker_window_requests_total").functionCounter().count())
        .isEqualTo(8);
    assertThat(
            registry.get("router_circuit_breaker_window_failures_total").functionCounter().count())
        .isEqualTo(2);
  }

  @Test
  void aBrokenPolicyIsALoadAndAFailure() {
    telemetry.policyLoaded("acme", "default", "file", true, 1_000_000);
    telemetry.policyLoaded("acme", "default", "file", false, 1_000_000);

    assertThat(count("policy_loads_total", "tenant_id", "acme", "source", "file")).isEqualTo(2);
    assertThat(count("policy_load_failures_total", "tenant_id", "acme", "source", "file"))
        .isEqualTo(1);
    assertThat(registry.get("router_policy_store_load_time_ms").summary().totalAmount())
        .isCloseTo(2, within(1e-9));
  }

  @Test
  void withoutBucketsOnlyCountSumAndMaximumAreKept() {
    SimpleMeterRegistry lean = new SimpleMeterRegistry();
    MicrometerTelemetry.builder(lean).buckets(false).build().refused(ErrorCode.TIMEOUT, 1_000);

    assertThat(lean.get("router_decide_latency_ms").summary().takeSnapshot().histogramCounts())
        .isEmpty();
    assertThat(registry.get("router_decide_latency_ms").summary().takeSnapshot().histogramCounts())
        .isNotEmpty();
  }

  @Test
  void closingTakesGaugesOutAndLeavesWhatWasCounted() {
    telemetry.policiesHeld(3);
    telemetry.tenantChecked(true);
    telemetry.breakerRecorded("acme", "gpu", "success", 1, 0);
    telemetry.close();
    telemetry.close();

    assertThat(registry.find("router_policy_store_size").gauge()).isNull();
    assertThat(registry.find("router_circuit_breaker_state").gauges()).isEmpty();
    assertThat(registry.get("router_acl_allowed_total").counter().count()).isEqualTo(1);
  }

  @Test
  void aNegativeMaximumIsRefusedByName() {
    assertThatThrownBy(() -> MicrometerTelemetry.builder(registry).maxPolicies(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxPolicies is -1, must be 0 or more");
  }

  private double count(String name, String... tags) {
    return registry.get(name).tags(tags).counter().count();
  }

  private double state(String tenant, String state) {
    return registry
        .get("router_circuit_breaker_state")
        .tags("tenant_id", tenant, "provider_id", "gpu", "state", state)
        .gauge()
        .value();
  }

  private Set<String> values(String label) {
    return registry.getMeters().stream()
        .map(meter -> meter.getId().getTag(label))
        .filter(value -> value != null && !value.equals("none"))
        .collect(Collectors.toSet());
  }
}
