package beamline.router.engine.flow.intake;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.testkit.RecordingTelemetry;
import beamline.router.testkit.RecordingTelemetry.Event;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TenantWatchTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final String LIGHT = "{\"n\":1}";
  private static final String HEAVY = "{\"text\":\"" + "x".repeat(1_000) + "\"}";

  private final RecordingTelemetry telemetry = new RecordingTelemetry();
  private final TenantWatch watch =
      new TenantWatch(
          RouterConfig.defaults()
              .with("abuse.large-payload-bytes", "1000")
              .with("abuse.min-requests", "10")
              .with("abuse.large-payload-percent", "80")
              .with("abuse.max-requests", "50")
              .with("abuse.window", "60s"),
          telemetry.flows());

  @Test
  void aTenantWhosePayloadsAreMostlyHeavyIsReportedOnceInAWindow() {
    send(2, LIGHT, 0);
    send(7, HEAVY, 0);
    assertThat(reports("heavy_payload")).isZero();
    send(1, HEAVY, 0);
    assertThat(reports("heavy_payload")).isEqualTo(1);
    send(20, HEAVY, SECOND);
    assertThat(reports("heavy_payload")).isEqualTo(1);
    send(10, HEAVY, 61 * SECOND);
    assertThat(reports("heavy_payload")).isEqualTo(2);
  }

  @Test
  void aTenantWhosePayloadsAreEmptyIsReported() {
    send(10, "\"\"", 0);
    assertThat(reports("empty_payload")).isEqualTo(1);
  }

  @Test
  void theObjectWithoutMembersThatTheGatewaySendsIsNotEmpty() {
    send(20, "{}", 0);
    assertThat(telemetry.events("flow.abuseSuspected")).isEmpty();
  }

  @Test
  void aTenantWithManyRequestsIsReportedAsTargetedOnceInAWindow() {
    send(49, LIGHT, 0);
    assertThat(reports("targeted_tenant")).isZero();
    send(100, LIGHT, 0);
    assertThat(reports("targeted_tenant")).isEqualTo(1);
  }

  @Test
  void manyRequestsInSeveralWindowsAreNotReported() {
    for (int window = 0; window < 10; window++) {
      send(49, LIGHT, window * (60 * SECOND));
    }
    assertThat(reports("targeted_tenant")).isZero();
  }

  @Test
  void moreTenantsThanCanBeWatchedMakeRoomOnceTheirWindowIsOver() {
    for (int tenant = 0; tenant < 10_000; tenant++) {
      watch.saw(request("other-" + tenant, LIGHT), 0);
    }
    send(60, LIGHT, SECOND);
    assertThat(reports("targeted_tenant")).isZero();
    send(60, LIGHT, 61 * SECOND);
    assertThat(reports("targeted_tenant")).isEqualTo(1);
  }

  private void send(int times, String payload, long nowNanos) {
    for (int i = 0; i < times; i++) {
      watch.saw(request("acme", payload), nowNanos);
    }
  }

  private static RouteRequest request(String tenantId, String payload) {
    return RouteRequest.builder(tenantId, "text.generate").payload(payload).build();
  }

  private long reports(String kind) {
    return telemetry.events("flow.abuseSuspected").stream()
        .filter(Event.of("flow.abuseSuspected", "acme", kind)::equals)
        .count();
  }
}
