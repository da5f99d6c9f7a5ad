package beamline.router.engine.flow.backpressure;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouterConfig;
import beamline.router.testkit.RecordingTelemetry;
import beamline.router.testkit.RecordingTelemetry.Event;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoadTest {
  private final RecordingTelemetry telemetry = new RecordingTelemetry();
  private final Load load =
      new Load(
          RouterConfig.defaults().with("backpressure.latency-samples", "100"),
          telemetry.flows(),
          "s");

  @Test
  void oneTriggerIsAWarningAndTwoAreTooMuch() {
    load.evaluate(1000, 500);
    assertThat(load.last().status()).isEqualTo(Load.Status.INACTIVE);

    load.evaluate(1001, 500);
    assertThat(load.last().status()).isEqualTo(Load.Status.WARNING);
    assertThat(load.isActive()).isFalse();

    load.evaluate(1001, 501);
    assertThat(load.isActive()).isTrue();
    assertThat(telemetry.events("flow.loadChanged"))
        .isEqualTo(
            List.of(
                Event.of("flow.loadChanged", "s", "inactive", "warning"),
                Event.of("flow.loadChanged", "s", "warning", "active")));
  }

  @Test
  void aTriggerGoesOffBelowTheShareOfItsThresholdThatMeansRecovery() {
    load.evaluate(1001, 501);

    load.evaluate(501, 251);
    assertThat(load.isActive()).isTrue();

    load.evaluate(500, 251);
    assertThat(load.last().status()).isEqualTo(Load.Status.WARNING);
    load.evaluate(500, 250);
    assertThat(load.last().status()).isEqualTo(Load.Status.INACTIVE);
  }

  @Test
  void latencyIsJudgedByItsNinetyFifthPercentile() {
    for (int i = 0; i < 95; i++) {
      load.sample(1);
    }
    for (int i = 0; i < 5; i++) {
      load.sample(TimeUnit.SECONDS.toNanos(6));
    }
    load.evaluate(0, 0);
    assertThat(load.last().p95LatencyNanos()).isEqualTo(1);

    load.sample(TimeUnit.SECONDS.toNanos(6));
    load.evaluate(0, 0);
    assertThat(load.last().status()).isEqualTo(Load.Status.WARNING);
  }

  @Test
  void oldLatenciesDoNotKeepRequestsAwayForEver() {
    load.sample(TimeUnit.SECONDS.toNanos(6));
    load.evaluate(2000, 0);
    assertThat(load.isActive()).isTrue();

    for (int i = 0; i < 20; i++) {
      load.evaluate(2000, 0);
    }

    assertThat(load.isActive()).isFalse();
  }
}
