package beamline.router.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.spi.FlowTelemetry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FlowMetersTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MicrometerTelemetry telemetry =
      MicrometerTelemetry.builder(registry).tenantLabels(Set.of("acme")).maxProviders(1).build();
  private final FlowTelemetry flows = telemetry.flows();

  @Test
  void theCountersOfTheGuideAreThereBeforeAnythingHappened() {
    assertThat(registry.scrape().lines())
        .contains(
            "assignments_published_total 0.0",
            "assignments_failed_total 0.0",
            "assignments_retry_total 0.0",
            "assignments_skipped_total 0.0",
            "caf_push_assignment_enabled 1.0");
  }

  @Test
  void theRatiosOfTheAlertRulesHaveTheSameLabelsAboveAndBelow() {
    flows.assignmentPublished("acme", "caf.exec.assign.v1", 0, 1_000);
    flows.assignmentRetried("acme", "timeout");
    flows.assignmentFailed("acme", "timeout", 3);

    assertThat(registry.scrape().lines())
        .contains(
            "assignments_published_total 1.0",
            "assignments_retry_total 1.0",
            "assignments_failed_total 1.0")
        .contains(
            "router_assignment_published_total"
                + "{subject=\"caf.exec.assign.v1\",tenant_id=\"acme\"} 1.0",
            "router_retry_exhausted_total{error_kind=\"timeout\"} 1.0");
  }

  @Test
  void whatWasNeverRepeatedIsNotExhausted() {
    flows.assignmentFailed("acme", "refused", 0);

    assertThat(registry.scrape())
        .contains("assignments_failed_total 1.0")
        .doesNotContain("router_retry_exhausted_total{");
  }

  @Test
  void aBlockedTenantAppearsUnderItsNameOnlyWhenItIsOnTheAllowList() {
    flows.assignmentBlocked("acme", "tenant_not_allowed");
    flows.assignmentBlocked("initech", "tenant_not_allowed");
    flows.assignmentBlocked("umbrella", "tenant_not_allowed");

    assertThat(registry.scrape().lines())
        .contains(
            "assignments_blocked_total{tenant_id=\"acme\"} 1.0",
            "assignments_blocked_total{tenant_id=\"other\"} 2.0");
  }

  @Test
  void noNumberOfSubjectsJobTypesOrReasonsMakesTheRegistryGrowWithoutEnd() {
    for (int i = 0; i < 2_000; i++) {
      flows.assignmentPublished("tenant-" + i, "caf.exec.assign.v1.custom-" + i, 0, 1_000);
      flows.resultTaken("tenant-" + i, "provider-" + i, "job-" + i, "success", 1);
      flows.workerDeadLetter("reason-" + i);
      flows.workerHeartbeat("worker-" + i, "status-" + i, 0);
    }
    flows.assignmentFailed("acme", "timeout", 1);

    assertThat(registry.getMeters()).hasSizeLessThan(500);
    assertThat(registry.scrape().lines())
        .contains("router_retry_exhausted_total{error_kind=\"timeout\"} 1.0");
  }

  @Test
  void theLoadIsSeenByThoseWhoSendRequests() {
    flows.load("beamline.router.v1.decide", "active", 900, 60, 700_000_000);
    flows.load("beamline.router.v1.decide", "warning", 100, 40, 300_000_000);

    assertThat(registry.scrape().lines())
        .contains(
            "router_intake_backpressure_active{subject=\"beamline.router.v1.decide\"} 0.0",
            "router_intake_backpressure_status"
                + "{status=\"warning\",subject=\"beamline.router.v1.decide\"} 1.0",
            "router_jetstream_pending_messages{subject=\"beamline.router.v1.decide\"} 100.0",
            "router_intake_inflight_messages{subject=\"beamline.router.v1.decide\"} 40.0",
            "router_intake_inflight_messages_max{subject=\"beamline.router.v1.decide\"} 60.0",
            "router_intake_processing_latency_p95{subject=\"beamline.router.v1.decide\"} 300.0");
  }

  @Test
  void percentilesAreOfTheLastRequests() {
    for (int i = 1; i <= 2_000; i++) {
      flows.requestAnswered("decide", "ok", i <= 976 ? 900_000_000L : (i - 976) * 1_000_000L);
    }

    assertThat(registry.scrape().lines())
        .contains(
            "router_intake_processing_latency_p50{subject=\"decide\"} 512.0",
            "router_intake_processing_latency_p99{subject=\"decide\"} 1014.0");
  }

  @Test
  void theKillSwitchIsSeen() {
    flows.assignmentsEnabled(false);

    assertThat(registry.scrape().lines()).contains("caf_push_assignment_enabled 0.0");
  }
}
