package beamline.router.engine.wire;

import beamline.router.api.WireMessage;
import beamline.router.spi.MessageCodec;
import java.util.List;

/** Chooses the codec of a message. JSON is always there. */
final class Codecs {
  private final MessageCodec json = new JsonCodec();
  private final List<MessageCodec> others;

  Codecs(List<MessageCodec> others) {
    this.others = List.copyOf(others);
  }

  MessageCodec json() {
    return json;
  }

  /**
   * The codec of the content type, else the one that knows the first bytes, else JSON: what nobody
   * can read is refused in the language that everybody reads.
   */
  MessageCodec of(WireMessage message) {
    String type = message.contentType();
    if (isType(type, json)) {
      return json;
    }
    for (MessageCodec codec : others) {
      if (isType(type, codec)) {
        return codec;
      }
    }
    if (json.recognizes(message.body())) {
      return json;
    }
    for (MessageCodec codec : others) {
      if (codec.recognizes(message.body())) {
        return codec;
      }
    }
    return json;
  }

  /**
   * Whether a message names a content type that no codec has, and does not look like a message of
   * any other: then it is the codec that is missing.
   */
  boolean isForeign(WireMessage message) {
    MessageCodec codec = of(message);
    return !message.contentType().isEmpty()
        && !isType(message.contentType(), codec)
        && !codec.recognizes(message.body());
  }

  /** Parameters, such as the character set, say nothing new. */
  private static boolean isType(String type, MessageCodec codec) {
    String known = codec.contentType();
    int length = known.length();
    return type.regionMatches(true, 0, known, 0, length)
        && (type.length() == length || type.charAt(length) == ';' || type.charAt(length) == ' ');
  }
}
