package beamline.router.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ErrorTable;
import beamline.router.api.WireMessage;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every shape that real clients send, and what is wrong in many ways, as recorded bytes. */
class WireShapesTest {
  private final Intake intake = new Intake(IntakeRules.DEFAULTS, List.of(), ErrorTable::defaults);

  static List<WireCase> recorded() {
    return WireCase.all();
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void everyRecordedMessageIsUnderstoodOrRefused(WireCase recorded) {
    Reading reading = intake.read(recorded.message());

    if (reading instanceof Reading.Accepted accepted) {
      assertThat(WireCase.describe(accepted.request())).isEqualTo(recorded.part("request"));
    } else if (reading instanceof Reading.Refused refused) {
      Map<String, Object> expected = recorded.part("refusal");
      assertThat(refused.rejection().code().name()).isEqualTo(expected.get("code"));
      if (expected.containsKey("message")) {
        assertThat(refused.rejection().message()).isEqualTo(expected.get("message"));
      }
    }
  }

  static List<WireCase> refused() {
    return recorded().stream().filter(recorded -> !recorded.part("refusal").isEmpty()).toList();
  }

  @ParameterizedTest
  @MethodSource("refused")
  void everyRefusalIsAnsweredAsTheGatewayReadsIt(WireCase recorded) {
    WireMessage reply =
        intake.exchangeNow(
            recorded.message(),
            request -> {
              throw new AssertionError("decided " + request);
            });

    Map<String, Object> body = WireCase.object(reply.body());
    Map<String, Object> expected = recorded.part("refusal");
    assertThat(body).containsOnlyKeys("ok", "error", "context").containsEntry("ok", false);
    assertThat(body.get("context")).isEqualTo(recorded.part("context"));
    Map<String, Object> error = new HashMap<>();
    ((Map<?, ?>) body.get("error")).forEach((key, value) -> error.put((String) key, value));
    assertThat(error).containsOnlyKeys("code", "message", "details");
    assertThat(error.get("code"))
        .isEqualTo(
            expected.get("code").equals("TENANT_FORBIDDEN") ? "unauthorized" : "invalid_request");
    assertThat((Map<?, ?>) error.get("details"))
        .extracting("intake_error_code")
        .isEqualTo(expected.get("code"));
  }
}
