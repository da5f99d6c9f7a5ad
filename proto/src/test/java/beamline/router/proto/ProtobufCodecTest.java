package beamline.router.proto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.DecisionReason;
import beamline.router.api.ErrorCode;
import beamline.router.api.ErrorTable;
import beamline.router.api.RetryAdvice;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteRejection;
import beamline.router.api.WireMessage;
import beamline.router.proto.flow.v1.Message;
import beamline.router.proto.flow.v1.RouteRequest;
import beamline.router.spi.DecodeLimits;
import beamline.router.spi.MalformedMessageException;
import beamline.router.spi.ReplyContext;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProtobufCodecTest {
  private static final DecodeLimits LIMITS = new DecodeLimits(1000, 10, 3);
  private static final ReplyContext CONTEXT =
      new ReplyContext(
          Optional.of("r"), Optional.empty(), Optional.empty(), ErrorTable.defaults(), true);

  private final ProtobufCodec codec = new ProtobufCodec();

  @Test
  void aRequestIsTheTreeThatItIsInJson() throws MalformedMessageException {
    byte[] payload = "{\"n\":1.50}".getBytes(StandardCharsets.UTF_8);
    RouteRequest request =
        RouteRequest.newBuilder()
            .setMessage(
                Message.newBuilder()
                    .setMessageId("m-1")
                    .setTenantId("acme")
                    .setTraceId("t-1")
                    .setMessageType("chat")
                    .setPayload(ByteString.copyFrom(payload))
                    .putMetadata("k", "v")
                    .setTimestampMs(1_704_067_200_000L))
            .setPolicyId("gold")
            .putContext("user_id", "u")
            .build();

    Map<String, Object> tree = codec.decode(request.toByteArray(), LIMITS);

    assertThat(tree)
        .containsOnlyKeys("message", "policy_id", "context")
        .containsEntry("policy_id", "gold")
        .containsEntry("context", Map.of("user_id", "u"));
    Map<?, ?> message = (Map<?, ?>) tree.get("message");
    assertThat((byte[]) message.get("payload")).isEqualTo(payload);
    assertThat(message.get("message_id")).isEqualTo("m-1");
    assertThat(message.get("tenant_id")).isEqualTo("acme");
    assertThat(message.get("trace_id")).isEqualTo("t-1");
    assertThat(message.get("message_type")).isEqualTo("chat");
    assertThat(message.get("metadata")).isEqualTo(Map.of("k", "v"));
    assertThat(message.get("timestamp_ms")).isEqualTo(1_704_067_200_000L);
  }

  @Test
  void whatIsEmptyIsAbsent() throws MalformedMessageException {
    RouteRequest request = RouteRequest.newBuilder().setMessage(Message.newBuilder()).build();

    assertThat(codec.decode(request.toByteArray(), LIMITS)).isEqualTo(Map.of("message", Map.of()));
  }

  @Test
  void whatIsNoRequestIsRefused() {
    assertRefused(new byte[0], "message is missing");
    assertRefused(new byte[] {0x0A, 5, 1}, "not a protobuf RouteRequest");
    assertRefused(new byte[] {0x0A, 4, 0x12, 2, (byte) 0xC3, 0x28}, "not a protobuf RouteRequest");
    assertRefused(new byte[1001], "message has 1001 bytes, must be at most 1000");
    RouteRequest.Builder many = RouteRequest.newBuilder().setMessage(Message.newBuilder());
    for (int i = 0; i < 4; i++) {
      many.putContext("k" + i, "v");
    }
    assertRefused(many.build().toByteArray(), "message has 4 values, must be at most 3");
  }

  @Test
  void requestsAreRecognizedByTheirFirstByte() {
    assertThat(codec.recognizes(new byte[] {0x0A})).isTrue();
    assertThat(codec.recognizes(new byte[] {0x12})).isTrue();
    assertThat(codec.recognizes(new byte[] {0x1A})).isTrue();
    assertThat(codec.recognizes(new byte[] {'{'})).isFalse();
    assertThat(codec.recognizes(new byte[] {0x02})).isFalse();
    assertThat(codec.recognizes(new byte[] {(byte) 0xFA})).isFalse();
    assertThat(codec.recognizes(new byte[0])).isFalse();
  }

  @Test
  void aDecisionIsWrittenWithEverythingThatHasAPlace() throws InvalidProtocolBufferException {
    RouteDecision decision =
        RouteDecision.builder("acme", "gold", "p", DecisionReason.RETRY)
            .expected(499.6, 0.01)
            .stickyKey("u")
            .retry(new RetryAdvice("17", 1, 3, Duration.ofMillis(100)))
            .metadata(Map.of("by", "an extension", "n", 2L, "list", List.of(1L)))
            .build();

    WireMessage reply = codec.encode(decision, CONTEXT);

    assertThat(reply.contentType()).isEqualTo(WireMessage.PROTOBUF);
    beamline.router.proto.flow.v1.RouteDecision message = parsed(reply);
    assertThat(message.getProviderId()).isEqualTo("p");
    assertThat(message.getReason()).isEqualTo("retry");
    assertThat(message.getPriority()).isEqualTo(50);
    assertThat(message.getExpectedLatencyMs()).isEqualTo(500);
    assertThat(message.getExpectedCost()).isEqualTo(0.01);
    assertThat(message.getMetadataMap())
        .isEqualTo(
            Map.of(
                "by",
                "an extension",
                "n",
                "2",
                "policy_id",
                "gold",
                "fallback_used",
                "false",
                "sticky_key",
                "u",
                "fallback_rule_id",
                "17",
                "retry_max",
                "3",
                "retry_attempt",
                "1",
                "backoff_ms",
                "100",
                "backoff_applied",
                "true"));
  }

  @Test
  void aFallbackSaysWhatWasUsedUp() throws InvalidProtocolBufferException {
    RouteDecision decision =
        RouteDecision.builder("acme", "gold", "p", DecisionReason.FALLBACK)
            .retry(new RetryAdvice("17", 3, 3, Duration.ZERO))
            .build();

    assertThat(parsed(codec.encode(decision, CONTEXT)).getMetadataMap())
        .containsEntry("retry_attempts_used", "3")
        .containsEntry("fallback_applied", "true")
        .containsEntry("fallback_used", "true");
  }

  @Test
  void metadataThatDoesNotFitIsLeftOut() throws InvalidProtocolBufferException {
    RouteDecision decision =
        RouteDecision.builder("acme", "gold", "p", DecisionReason.WEIGHTED)
            .metadata(Map.of("large", "x".repeat(70_000)))
            .build();

    assertThat(parsed(codec.encode(decision, CONTEXT)).getMetadataMap()).isEmpty();
  }

  @Test
  void refusalsAreLeftToTheRouter() {
    RouteRejection refusal = RouteRejection.of(ErrorCode.INVALID_REQUEST, "no");

    assertThat(codec.writesRefusals()).isFalse();
    assertThatThrownBy(() -> codec.encode(refusal, CONTEXT))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aJsonRefusalIsNeverTakenForADecision() {
    byte[] json = "{\"ok\":false,\"error\":{}}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> beamline.router.proto.flow.v1.RouteDecision.parseFrom(json))
        .isInstanceOf(InvalidProtocolBufferException.class);
  }

  @Test
  void theProviderIsNamedAfterTheFormat() {
    assertThat(new ProtobufCodecProvider().name()).isEqualTo("protobuf");
  }

  private void assertRefused(byte[] body, String message) {
    assertThatThrownBy(() -> codec.decode(body, LIMITS))
        .isInstanceOf(MalformedMessageException.class)
        .hasMessage(message);
  }

  private static beamline.router.proto.flow.v1.RouteDecision parsed(WireMessage reply)
      throws InvalidProtocolBufferException {
    return beamline.router.proto.flow.v1.RouteDecision.parseFrom(reply.body());
  }
}
