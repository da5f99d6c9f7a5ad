package beamline.router.examples.extensions;

import beamline.router.spi.Extension;
import java.util.Map;

/** Requests as an engine makes them. */
final class Calls {
  private Calls() {}

  static Extension.Request request(Object payload, Map<String, Object> config) {
    return message(Map.of("message_id", "m-1", "payload", payload), config);
  }

  static Extension.Request message(Map<String, Object> message, Map<String, Object> config) {
    return new Extension.Request("acme", "default", "", message, Map.of(), config, 1000);
  }

  static Object payload(Extension.Reply reply) {
    return ((Extension.Reply.Proceed) reply).payload().getOrDefault("payload", "unchanged");
  }
}
