package beamline.router.memory.transport;

import beamline.router.spi.Message;
import java.util.Map;

/** How much of a bound a message takes. */
final class MessageSize {
  private MessageSize() {}

  /** Payload and headers, in bytes of the wire as far as they are ASCII. */
  static long onWire(Message message) {
    long bytes = message.payload().length;
    for (Map.Entry<String, String> header : message.headers().entrySet()) {
      bytes += header.getKey().length() + header.getValue().length();
    }
    return bytes;
  }
}
