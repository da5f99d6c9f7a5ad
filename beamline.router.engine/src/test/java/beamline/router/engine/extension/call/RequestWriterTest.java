package beamline.router.engine.extension.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.spi.Extension;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestWriterTest {

  @Test
  void theBodyHasWhatTheContractSays() throws CallFailure {
    assertThat(
            body(
                Samples.request(
                    Map.of("payload", Map.of("text", "hi")), Map.of("tenant_id", "acme")),
                Samples.LIMITS))
        .isEqualTo(
            "{'tenant_id':'acme','policy_id':'default','trace_id':'trace-1',"
                + "'payload':{'payload':{'text':'hi'}},'metadata':{'tenant_id':'acme'},"
                + "'config':{'level':2}}");
  }

  @Test
  void theHeadersAreThoseOfOurOtherMessages() {
    assertThat(RequestWriter.headers(Samples.request(Map.of(), Map.of())))
        .isEqualTo(
            Map.of(
                "version", "1",
                "tenant_id", "acme",
                "trace_id", "trace-1",
                "content-type", "application/json"));
  }

  @Test
  void aTraceIdThatIsNoHeaderIsInTheBodyOnly() throws CallFailure {
    Extension.Request forged =
        new Extension.Request("acme", "p", "a\r\nNats-Msg-Id: 1", Map.of(), Map.of(), Map.of(), 50);
    assertThat(RequestWriter.headers(forged)).doesNotContainKey("trace_id");
    assertThat(body(forged, Samples.LIMITS)).contains("Nats-Msg-Id");
  }

  @Test
  void aPartMayBeAsLongAsTheLimitAndNoLonger() throws CallFailure {
    CallLimits limits = new CallLimits(10, 5000, 3, 20, 20);
    String fits = "x".repeat(20 - "{'a':''}".length());
    assertThat(body(Samples.request(Map.of("a", fits), Map.of("a", fits)), limits)).contains(fits);
    refused(Map.of("a", fits + "x"), Map.of(), limits, "payload_too_large");
    refused(Map.of(), Map.of("a", fits + "x"), limits, "metadata_too_large");
    refused(Map.of("a", "ä".repeat(7)), Map.of(), limits, "22 bytes, must be at most 20");
  }

  @Test
  void anExtensionMayAskForLessAndNotForMore() {
    CallLimits lower =
        Samples.LIMITS.loweredBy(Map.of("max_payload_size", 30L, "max_metadata_size", 40L));
    assertThat(lower.maxPayloadBytes()).isEqualTo(30);
    assertThat(lower.maxMetadataBytes()).isEqualTo(40);
    assertThat(
            Samples.LIMITS.loweredBy(
                Map.of("max_payload_size", 1L << 40, "max_metadata_size", "lots")))
        .isEqualTo(Samples.LIMITS);
    assertThat(Samples.LIMITS.loweredBy(Map.of("max_payload_size", 0L))).isEqualTo(Samples.LIMITS);
  }

  @Test
  void aMessageThatIsNestedTooDeepIsNotSent() {
    Map<String, Object> message = Map.of();
    for (int i = 0; i < 600; i++) {
      message = new HashMap<>(Map.of("a", message));
    }
    refused(message, Map.of(), new CallLimits(10, 50, 0, 100_000, 100), "nested too deep");
  }

  private static void refused(
      Map<String, Object> payload, Map<String, Object> context, CallLimits limits, String why) {
    assertThatThrownBy(() -> RequestWriter.body(Samples.request(payload, context), limits))
        .hasMessageContaining(why)
        .isInstanceOfSatisfying(
            CallFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(ErrorCode.EXTENSION_ERROR);
              assertThat(failure.blamed()).isFalse();
            });
  }

  private static String body(Extension.Request request, CallLimits limits) throws CallFailure {
    return new String(RequestWriter.body(request, limits), StandardCharsets.UTF_8)
        .replace('"', '\'');
  }
}
