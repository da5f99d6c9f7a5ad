package beamline.router.engine;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouteRequest;
import beamline.router.api.RouterEngine;
import beamline.router.spi.Span;
import beamline.router.spi.Telemetry;
import beamline.router.spi.Tracing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several that are told what happens. */
class TelemetrySelectionTest {
  private final List<String> told = new ArrayList<>();

  @Test
  void everyInstanceOfTheHostIsTold() {
    try (RouterEngine router =
        RouterEngine.builder().with(listener("one")).with(listener("other")).build()) {
      router.remoteCall("grpc", "Router/Decide", Map.of()).ended("OK");
    }
    assertThat(told).containsExactly("one Router/Decide OK", "other Router/Decide OK");
  }

  @Test
  void aCallEndsOnce() {
    try (RouterEngine router = RouterEngine.builder().with(listener("one")).build()) {
      var call = router.remoteCall("grpc", "Router/Decide", Map.of());
      call.decideAsync(RouteRequest.builder("acme", "text.generate").build());
      call.ended("OK");
      call.ended("CANCELLED");
    }
    assertThat(told).containsExactly("one Router/Decide OK");
  }

  private Telemetry listener(String name) {
    return new Telemetry() {
      @Override
      public Tracing tracing() {
        return new Tracing() {
          @Override
          public Span begin(String span, Span.Kind kind) {
            return Span.NONE;
          }
        };
      }

      @Override
      public void callEnded(String protocol, String method, String status, long latencyNanos) {
        told.add(name + " " + method + " " + status);
      }
    };
  }
}
