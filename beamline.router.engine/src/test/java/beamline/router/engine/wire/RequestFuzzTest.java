package beamline.router.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.DecisionReason;
import beamline.router.api.ErrorTable;
import beamline.router.api.RouteDecision;
import beamline.router.api.WireMessage;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import java.util.Map;

/** Replays the saved corpus; with {@code JAZZER_FUZZ=1} in the environment it looks for more. */
class RequestFuzzTest {
  private static final RouteDecision DECISION =
      RouteDecision.builder("acme", "default", "p", DecisionReason.WEIGHTED).build();

  private final Intake intake = new Intake(IntakeRules.DEFAULTS, List.of(), ErrorTable::defaults);

  @FuzzTest(maxDuration = "10m")
  void anyBytesAreAnswered(byte[] body) {
    WireMessage reply =
        intake.exchangeNow(new WireMessage("", Map.of(), body), request -> DECISION);

    assertThat(WireCase.object(reply.body())).containsKeys("ok", "context");
    assertThat(reply.body().length).isLessThanOrEqualTo(65_535);
  }
}
