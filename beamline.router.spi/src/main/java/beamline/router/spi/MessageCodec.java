package beamline.router.spi;

import beamline.router.api.RouteOutcome;
import beamline.router.api.RouterComponent;
import beamline.router.api.WireMessage;
import java.util.Map;

/**
 * Bytes to messages and back, for one content type.
 *
 * <p>A codec only reads and writes; what a message must contain is checked once, by the engine, for
 * all codecs.
 */
public interface MessageCodec extends RouterComponent {

  /** The content type it reads and writes, such as {@link WireMessage#JSON}. */
  String contentType();

  /**
   * Whether these bytes look like its own, for messages without a content type. Looks at the first
   * bytes only.
   */
  boolean recognizes(byte[] body);

  /**
   * Reads a message as a JSON tree: {@link String}, {@link Long} and other numbers, {@link
   * Boolean}, {@link java.util.List}, {@link Map}; {@code null} members are left out. Work and
   * memory are bounded by the limits. A payload whose meaning the codec does not know may be a
   * {@code byte[]}.
   *
   * @throws MalformedMessageException on anything that cannot be read; never anything else
   */
  Map<String, Object> decode(byte[] body, DecodeLimits limits) throws MalformedMessageException;

  /**
   * Whether it can write refusals; those of other codecs are written as JSON, which every peer
   * reads.
   */
  default boolean writesRefusals() {
    return true;
  }

  /** Writes the reply to a decide request. */
  WireMessage encode(RouteOutcome outcome, ReplyContext context);
}
