package beamline.router.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.spi.Transport.State;
import beamline.router.spi.TransportTelemetry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

class TransportMetersTest {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MicrometerTelemetry telemetry = MicrometerTelemetry.bindTo(registry);
  private final TransportTelemetry transport = telemetry.transport();

  @Test
  void theStatusOfTheConnectionIsNoneHalfOrWhole() {
    assertThat(registry.scrape()).as("nobody connects").doesNotContain("connection_status ");
    transport.stateChanged(State.DISCONNECTED, State.CONNECTING);
    assertThat(registry.scrape().lines()).contains("router_nats_connection_status 0.5");
    transport.stateChanged(State.CONNECTING, State.CONNECTED);
    assertThat(registry.scrape().lines())
        .contains(
            "router_nats_connection_status 1.0",
            "router_nats_connection_established_total 1.0",
            "router_nats_connection_restored_total 0.0");
    transport.stateChanged(State.CONNECTED, State.RECONNECTING);
    transport.stateChanged(State.RECONNECTING, State.CONNECTED);
    assertThat(registry.scrape().lines())
        .contains(
            "router_nats_connection_established_total 2.0",
            "router_nats_connection_lost_total 1.0",
            "router_nats_connection_restored_total 1.0");
  }

  @Test
  void everyOperationThatWaitedIsAccountedFor() {
    transport.operationsWaiting(3);
    transport.operationResumed();
    transport.operationDropped("expired");
    transport.operationDropped("overflow");

    assertThat(registry.scrape().lines())
        .contains(
            "router_nats_pending_operations_count 3.0",
            "router_nats_pending_operations_retry 3.0",
            "router_nats_pending_operations_retry_success 1.0",
            "router_nats_pending_operations_retry_failed 2.0",
            "router_nats_pending_operations_dropped_total{reason=\"expired\"} 1.0",
            "router_nats_pending_operations_dropped_total{reason=\"overflow\"} 1.0");
  }

  @Test
  void theInboxOfARequesterIsNoLabel() {
    transport.publishFailed(false, "_INBOX.SNFBG0B2RI3DRO2ACGC9M1.0", "connection");

    assertThat(registry.scrape().lines())
        .contains(
            "router_nats_publish_failures_total{reason=\"connection\",subject=\"_INBOX\"} 1.0");
  }
}
