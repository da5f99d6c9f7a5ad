package beamline.router.engine.flow.admin;

import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks all nodes for the decision that one of them made: on a subject that each of them hears, and
 * where only who knows it answers. Safe for concurrent use; never blocks.
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
            .request(Message.of(subject, message.payload(), message.headers()), PATIENCE)
            .handle((reply, fault) -> fault == null ? reply.payload() : refusal)
            .thenCompose(answer -> transport.publish(Message.of(inbox, answer)))
            .exceptionally(
                fault -> {
                  LOG.warn("an answer to {} was not sent: {}", message.subject(), fault.toString());
                  return null;
                });
  }
}
