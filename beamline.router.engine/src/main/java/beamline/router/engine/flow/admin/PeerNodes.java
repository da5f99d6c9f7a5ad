package beamline.router.engine.flow.admin;

import beamline.router.api.LogEvent;
import beamline.router.engine.json.JsonWriter;
import beamline.router.engine.question.AdminRefusal;
import beamline.router.engine.question.Asked;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all nodes for the decision that one of them made: on a subject that each of them hears, and
 * where only who knows it answers. Nothing but ids goes there: who asks has shown its credentials
 * to this node, and no other one has to see them. Safe for concurrent use; never blocks.
 */
final class PeerNodes implements AdminHandler.Unknown {
  private static final Logger LOG = LoggerFactory.getLogger(PeerNodes.class);

  /** A node that knows a decision looks it up in memory. */
  private static final Duration PATIENCE = Duration.ofMillis(300);

  private final Transport transport;
  private final String subject;

  PeerNodes(Transport transport, String subject) {
    this.transport = transport;
    this.subject = subject;
  }

  @Override
  public void take(Message message, byte[] refusal) {
    String inbox = message.replyTo().orElseThrow();
    CompletionStage<Void> unused =
        transport
            .request(Message.of(subject, ids(message)), PATIENCE)
            .handle((reply, fault) -> fault == null ? reply.payload() : refusal)
            .thenCompose(answer -> transport.publish(Message.of(inbox, answer)))
            .exceptionally(
                fault -> {
                  LOG.atWarn()
                      .addKeyValue(LogEvent.KEY, LogEvent.REPLY_NOT_SENT)
                      .addKeyValue("subject", message.subject())
                      .addKeyValue("reason", fault.toString())
                      .log("an answer was not sent");
                  return null;
                });
  }

  private static byte[] ids(Message message) {
    Map<String, Object> ids = new LinkedHashMap<>();
    try {
      Asked.read(message.payload())
          .forEach(
              (name, value) -> {
                if (StoredDecision.IDS.contains(name)) {
                  ids.put(name, value);
                }
              });
    } catch (AdminRefusal e) {
      throw new IllegalStateException("what was read before cannot be read again", e);
    }
    return JsonWriter.bytes(ids);
  }
}
