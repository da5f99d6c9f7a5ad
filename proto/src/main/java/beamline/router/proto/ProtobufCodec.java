package beamline.router.proto;

import beamline.router.api.RouteOutcome;
import beamline.router.api.WireMessage;
import beamline.router.proto.flow.v1.RouteDecision;
import beamline.router.proto.flow.v1.RouteRequest;
import beamline.router.spi.DecodeLimits;
import beamline.router.spi.MalformedMessageException;
import beamline.router.spi.MessageCodec;
import beamline.router.spi.ReplyContext;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Map;

/**
 * Reads {@code beamline.flow.v1.RouteRequest} and writes {@code RouteDecision}. Refusals have no
 * protobuf form in the contract; the router writes them as JSON, whose first byte is no beginning
 * of a {@code RouteDecision}, so that nobody takes one for a decision. Safe for concurrent use.
 */
final class ProtobufCodec implements MessageCodec {
  /** The largest reply that every peer can read. */
  private static final int MAX_BYTES = 65_535;

  private static final int LENGTH_DELIMITED = 2;

  @Override
  public String contentType() {
    return WireMessage.PROTOBUF;
  }

  /** The tag of one of the three fields of a request. */
  @Override
  public boolean recognizes(byte[] body) {
    if (body.length == 0 || (body[0] & 7) != LENGTH_DELIMITED) {
      return false;
    }
    int field = body[0] >> 3;
    return field >= RouteRequest.MESSAGE_FIELD_NUMBER && field <= RouteRequest.CONTEXT_FIELD_NUMBER;
  }

  @Override
  public Map<String, Object> decode(byte[] body, DecodeLimits limits)
      throws MalformedMessageException {
    if (body.length > limits.maxBytes()) {
      throw new MalformedMessageException(
          "message has " + body.length + " bytes, must be at most " + limits.maxBytes());
    }
    RouteRequest request;
    try {
      request = RouteRequest.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new MalformedMessageException("not a protobuf RouteRequest");
    }
    int values = request.getContextCount() + request.getMessage().getMetadataCount();
    if (values > limits.maxValues()) {
      throw new MalformedMessageException(
          "message has " + values + " values, must be at most " + limits.maxValues());
    }
    if (!request.hasMessage()) {
      throw new MalformedMessageException("message is missing");
    }
    return RequestTree.of(request);
  }

  @Override
  public boolean writesRefusals() {
    return false;
  }

  /**
   * Writes a decision.
   *
   * @throws IllegalArgumentException for a refusal
   */
  @Override
  public WireMessage encode(RouteOutcome outcome, ReplyContext context) {
    if (!(outcome instanceof beamline.router.api.RouteDecision decision)) {
      throw new IllegalArgumentException("a refusal has no protobuf form");
    }
    RouteDecision reply = DecisionMessage.of(decision);
    if (reply.getSerializedSize() > MAX_BYTES) {
      reply = reply.toBuilder().clearMetadata().build();
    }
    return new WireMessage(WireMessage.PROTOBUF, Map.of(), reply.toByteArray());
  }
}
