package beamline.router.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.DecisionReason;
import beamline.router.api.ErrorTable;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteOutcome;
import beamline.router.api.WireMessage;
import beamline.router.spi.DecodeLimits;
import beamline.router.spi.MalformedMessageException;
import beamline.router.spi.MessageCodec;
import beamline.router.spi.ReplyContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the intake makes of codecs other than its own. */
class OtherCodecTest {
  private static final RouteDecision DECISION =
      RouteDecision.builder("acme", "default", "p", DecisionReason.WEIGHTED).build();

  private final Intake intake =
      new Intake(IntakeRules.DEFAULTS, List.of(new Plain()), ErrorTable::defaults);

  @Test
  void theContentTypeChoosesTheCodec() {
    assertThat(exchange("Text/Plain; charset=utf-8", "{}").contentType()).isEqualTo("text/plain");
    assertThat(exchange("text/plainer", "{}").contentType()).isEqualTo(WireMessage.JSON);
  }

  @Test
  void withoutContentTypeTheFirstByteChoosesTheCodec() {
    assertThat(exchange("", "#{}").contentType()).isEqualTo("text/plain");
    assertThat(exchange("", "{}").contentType()).isEqualTo(WireMessage.JSON);
    assertThat(exchange("", "?").contentType()).isEqualTo(WireMessage.JSON);
  }

  @Test
  void aContentTypeWithoutACodecIsNamed() {
    assertThat(text(exchange("application/x-unknown", "\u0001\u0002")))
        .contains("content type 'application/x-unknown' has no codec");
    assertThat(text(exchange("text/html", "{}"))).doesNotContain("has no codec");
  }

  @Test
  void aRefusalIsJsonWhereTheCodecHasNone() {
    WireMessage reply = exchange("text/plain", "malformed");

    assertThat(reply.contentType()).isEqualTo(WireMessage.JSON);
    assertThat(text(reply)).contains("Schema validation failed: malformed");
  }

  @Test
  void aCodecThatFailsIsAnsweredAllTheSame() {
    assertThat(text(exchange("text/plain", "broken"))).contains("INTERNAL_VALIDATION_ERROR");
    assertThat(text(exchange("text/plain", "broken reply"))).contains("\"ok\":false");
  }

  @Test
  void payloadBytesAreJsonIfTheyCanBe() {
    assertThat(payload("{\"n\":1.50}")).isEqualTo("{\"n\":1.50}");
    assertThat(payload("{\"n\":")).isEqualTo("{\"payload_base64\":\"eyJuIjo=\"}");
    assertThat(payload("1 2")).isEqualTo("{\"payload_base64\":\"MSAy\"}");
    String large = "{\"a\":[" + "1,".repeat(200_000) + "1]}";
    assertThat(payload(large).equals(large)).isTrue();
  }

  @Test
  void aPayloadTreeIsWrittenAsJson() {
    assertThat(payload("tree")).isEqualTo("[1,\"x\"]");
  }

  private String payload(String body) {
    Reading reading = intake.read(message("text/plain", body));
    return ((Reading.Accepted) reading).request().payload().orElseThrow();
  }

  private WireMessage exchange(String type, String body) {
    return intake.exchangeNow(message(type, body), request -> DECISION);
  }

  private static WireMessage message(String type, String body) {
    return new WireMessage(type, Map.of(), body.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(WireMessage message) {
    return new String(message.body(), StandardCharsets.UTF_8);
  }

  /** Every message is the payload of a task of acme's. */
  private static final class Plain implements MessageCodec {

    @Override
    public String contentType() {
      return "text/plain";
    }

    @Override
    public boolean recognizes(byte[] body) {
      return body[0] == '#';
    }

    @Override
    public Map<String, Object> decode(byte[] body, DecodeLimits limits)
        throws MalformedMessageException {
      String text = new String(body, StandardCharsets.UTF_8);
      if (text.equals("malformed")) {
        throw new MalformedMessageException(text);
      }
      if (text.equals("broken")) {
        throw new IllegalStateException(text);
      }
      Object payload = text.equals("tree") ? List.of(1L, "x") : body;
      return Map.of(
          "message",
          Map.of(
              "tenant_id",
              "acme",
              "payload",
              payload,
              "message_id",
              text.length() > 99 ? "m" : text));
    }

    @Override
    public boolean writesRefusals() {
      return false;
    }

    @Override
    public WireMessage encode(RouteOutcome outcome, ReplyContext context) {
      if (context.requestId().orElseThrow().equals("broken reply")) {
        throw new IllegalStateException();
      }
      return new WireMessage(contentType(), Map.of(), new byte[] {'!'});
    }
  }
}
