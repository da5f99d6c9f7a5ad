package beamline.router.memory.transport;

import beamline.router.spi.Message;
import java.nio.charset.StandardCharsets;

/** What the bus itself publishes, under the subjects and in the form of JetStream. */
final class Advisory {
  private Advisory() {}

  /** A durable consumer gave a message up. */
  static Message maxDeliveries(String stream, String durable, MemoryDelivery last) {
    String json =
        """
        {"type":"io.nats.jetstream.advisory.v1.max_deliver","stream":"%s","consumer":"%s",\
        "stream_seq":%d,"deliveries":%d}"""
            .formatted(stream, durable, last.sequence(), last.deliveryCount());
    return Message.of(
        "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES." + stream + "." + durable,
        json.getBytes(StandardCharsets.UTF_8));
  }
}
