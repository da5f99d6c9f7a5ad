package beamline.router.engine.flow.intake;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ErrorCode;
import beamline.router.api.ErrorMapping;
import beamline.router.api.ErrorTable;
import beamline.router.api.RouteRejection;
import beamline.router.api.WireMessage;
import beamline.router.engine.wire.Intake;
import beamline.router.engine.wire.IntakeRules;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every refusal as the gateway reads it: what it was seen to do with each code is the table. */
class GatewayReplyRulesTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The HTTP status that the gateway was seen to answer for a code; any other code is a 200. */
  private static final Map<String, Integer> OBSERVED =
      Map.of(
          "invalid_request", 400,
          "unauthorized", 401,
          "policy_not_found", 404,
          "extension_not_found", 404,
          "decision_failed", 500,
          "internal", 500,
          "post_processor_failed", 500,
          "extension_error", 500,
          "extension_unavailable", 503);

  /** It maps these two and then loses the status; the contract names them all the same. */
  private static final List<String> MAPPED_AND_LOST =
      List.of("extension_timeout", "validator_blocked");

  private static JsonNode reply(ErrorCode code, ErrorTable table) throws IOException {
    Intake intake = new Intake(IntakeRules.DEFAULTS, List.of(), new GatewayErrors(() -> table));
    byte[] request =
        "{\"request_id\":\"r-1\",\"trace_id\":\"t-1\"".getBytes(StandardCharsets.UTF_8);
    byte[] reply =
        intake
            .reply(RouteRejection.of(code, "why"), intake.glance(WireMessage.json(request)), false)
            .body();
    assertThat(reply.length).isBetween(1, 65_535);
    return JSON.readTree(reply);
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyRefusalIsOneThatTheGatewayKnows(ErrorCode code) throws IOException {
    JsonNode reply = reply(code, ErrorTable.defaults());

    assertThat(reply.at("/ok").isBoolean()).isTrue();
    assertThat(reply.at("/ok").asBoolean()).isFalse();
    String wireCode = reply.at("/error/code").asText();
    assertThat(OBSERVED.containsKey(wireCode) || MAPPED_AND_LOST.contains(wireCode))
        .as(wireCode)
        .isTrue();
    assertThat(reply.at("/error/message").asText()).isEqualTo("why");
    // a text here makes the gateway read freed memory
    assertThat(reply.at("/error").has("intake_error_code")).isFalse();
    assertThat(reply.at("/error/details").isObject()).isTrue();
    assertThat(reply.at("/error/details/intake_error_code").asText(""))
        .isEqualTo(code.isIntakeCode() ? code.name() : "");
    assertThat(reply.at("/error/details/reason").asText(""))
        .isEqualTo(code.isIntakeCode() ? "" : code.reason());
    assertThat(reply.at("/context/request_id").asText()).isEqualTo("r-1");
    assertThat(reply.at("/context/trace_id").asText()).isEqualTo("t-1");
  }

  @Test
  void whoIsTurnedAwayForNowSeesAnUnavailableService() throws IOException {
    for (ErrorCode code :
        List.of(
            ErrorCode.SERVICE_OVERLOADED,
            ErrorCode.RATE_LIMIT_EXCEEDED,
            ErrorCode.TIMEOUT,
            ErrorCode.SERVICE_DOWN)) {
      JsonNode reply = reply(code, ErrorTable.defaults());
      assertThat(OBSERVED).containsEntry(reply.at("/error/code").asText(), 503);
      assertThat(reply.at("/error/details/reason").asText()).isEqualTo(code.reason());
    }
  }

  @Test
  void aCodeThatTheOperatorChoseIsLeftAlone() throws IOException {
    ErrorTable table =
        ErrorTable.defaults()
            .with(ErrorCode.RATE_LIMITED, new ErrorMapping("slow_down", 8, 429, true));

    assertThat(reply(ErrorCode.RATE_LIMITED, table).at("/error/code").asText())
        .isEqualTo("slow_down");
  }
}
