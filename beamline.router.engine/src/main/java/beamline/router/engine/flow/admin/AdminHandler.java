package beamline.router.engine.flow.admin;

import beamline.router.engine.json.JsonWriter;
import beamline.router.engine.question.AdminRefusal;
import beamline.router.engine.question.Asked;
import beamline.router.engine.question.Question;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers one kind of question. Whatever comes in, an answer goes out: peers build these messages
 * without escaping, so that not all of them are JSON. Safe for concurrent use.
 */
final class AdminHandler implements Consumer<Message> {
  private static final Logger LOG = LoggerFactory.getLogger(AdminHandler.class);

  /** The gateway cannot read one byte more. */
  private static final int MAX_BYTES = 65_535;

  private final Transport transport;
  private final ApiKey apiKey;
  private final Question question;
  private final Unknown unknown;

  AdminHandler(Transport transport, ApiKey apiKey, Question question) {
    this.transport = transport;
    this.apiKey = apiKey;
    this.question = question;
    this.unknown = this::reply;
  }

  /**
   * A handler of questions that another node may have the answer to.
   *
   * @param unknown does what is to be done when this node has none
   */
  AdminHandler(Transport transport, ApiKey apiKey, Question question, Unknown unknown) {
    this.transport = transport;
    this.apiKey = apiKey;
    this.question = question;
    this.unknown = unknown;
  }

  /** What is to be done with a question that this node has no answer to. */
  interface Unknown {

    /**
     * Takes it over.
     *
     * @param refusal the answer if nobody has a better one
     */
    void take(Message message, byte[] refusal);
  }

  @Override
  public void accept(Message message) {
    if (message.replyTo().isEmpty()) {
      return; // nobody waits for an answer
    }
    try {
      Map<String, Object> body = Asked.read(message.payload());
      if (!apiKey.opens(message, body)) {
        throw AdminRefusal.unauthorized();
      }
      reply(message, bytes(question.answer(body)));
    } catch (AdminRefusal e) {
      byte[] refusal = bytes(e.reply());
      if (e.isUnknownHere()) {
        unknown.take(message, refusal);
      } else {
        reply(message, refusal);
      }
    } catch (RuntimeException e) {
      LOG.error("{} was not answered", message.subject(), e);
      reply(message, bytes(AdminRefusal.internal().reply()));
    }
  }

  private static byte[] bytes(Object answer) {
    byte[] bytes = JsonWriter.bytes(answer);
    return bytes.length <= MAX_BYTES
        ? bytes
        : JsonWriter.bytes(
            AdminRefusal.pipeline("internal", "the answer has more than 65535 bytes").reply());
  }

  private void reply(Message message, byte[] reply) {
    CompletionStage<Void> unused =
        transport
            .publish(Message.of(message.replyTo().orElseThrow(), reply))
            .exceptionally(
                fault -> {
                  LOG.warn("an answer to {} was not sent: {}", message.subject(), fault.toString());
                  return null;
                });
  }
}
