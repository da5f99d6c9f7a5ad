package beamline.router.examples.node.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;

import beamline.router.spi.Message;
import beamline.router.spi.StreamDeclaration;
import beamline.router.spi.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** Dead letters as a node writes them, and the streams that they are in. */
final class Letters {
  static final String RESULTS = "caf.exec.result.v1";
  static final String DEAD_RESULTS = "caf.exec.result.v1.dlq";

  private Letters() {}

  /** The dead letter of a result that had an id. */
  static Message ofResult(String id, String payload) {
    String body =
        """
        {"version":"1","original_subject":"caf.exec.result.v1","original_payload_hash":"00",
         "payload_base64":"%s","headers":{"trace_id":"t-1","Nats-Msg-Id":"%s"},
         "reason":"MISSING_STATUS","error_code":"VALIDATION_FAILED",
         "validation_error":{"code":"MISSING_STATUS","message":"status is missing","severity":"error"},
         "context":{},"msg_id":"%s","tenant_id":"acme","timestamp":1}
        """
            .formatted(Base64.getEncoder().encodeToString(payload.getBytes(UTF_8)), id, id);
    return Message.of(
        DEAD_RESULTS,
        body.getBytes(UTF_8),
        Map.of(
            Message.MESSAGE_ID,
            "dlq-" + id,
            "x-original-msg-id",
            id,
            "x-original-subject",
            RESULTS,
            "x-dlq-reason",
            "MISSING_STATUS",
            "trace_id",
            "t-1"));
  }

  /** Makes the streams that a node has made when there are dead letters. */
  static void declareStreams(Transport transport) {
    declare(transport, "BEAMLINE_RESULTS", RESULTS);
    declare(transport, "BEAMLINE_DEAD_LETTERS", DEAD_RESULTS);
  }

  /** What a stream holds of a subject. */
  static List<Message> stored(Transport transport, String subject) {
    List<Message> messages = new ArrayList<>();
    try (Transport.Following following =
        transport.follow(subject, 0, entry -> messages.add(entry.message()))) {
      Bus.await(following.caughtUp());
    }
    return List.copyOf(messages);
  }

  private static void declare(Transport transport, String name, String subject) {
    Bus.await(
        transport.declare(
            new StreamDeclaration(name, List.of(subject), Duration.ZERO, Duration.ofMinutes(2))));
  }
}
