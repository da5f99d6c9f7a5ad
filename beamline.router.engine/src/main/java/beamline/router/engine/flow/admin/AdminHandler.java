package beamline.router.engine.flow.admin;

import beamline.router.api.LogEvent;
import beamline.router.api.RouterException;
import beamline.router.engine.flow.Underway;
import beamline.router.engine.json.JsonWriter;
import beamline.router.engine.question.AdminRefusal;
import beamline.router.engine.question.Asked;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
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
  private final Executor executor;
  private final Underway underway;
  private final Answers answers;
  private final Unknown unknown;

  /**
   * A handler.
   *
   * @param executor where it is answered: the delivery thread itself where no answer waits
   * @param unknown does what is to be done when this node has no answer
   */
  AdminHandler(
      Transport transport, Executor executor, Underway underway, Answers answers, Unknown unknown) {
    this.transport = transport;
    this.executor = executor;
    this.underway = underway;
    this.answers = answers;
    this.unknown = unknown;
  }

  /** Knows the answers. */
  interface Answers {

    /**
     * The answer, as a tree to be written as JSON.
     *
     * @throws AdminRefusal when there is none
     * @throws RouterException when who asks may not know it
     */
    Object to(Message message, Map<String, Object> body) throws AdminRefusal;
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
    underway.began();
    try {
      executor.execute(() -> answer(message));
    } catch (RejectedExecutionException e) {
      underway.ended();
      reply(message, bytes(AdminRefusal.overloaded().reply()));
    }
  }

  private void answer(Message message) {
    try {
      reply(message, bytes(answers.to(message, Asked.read(message.payload()))));
    } catch (AdminRefusal e) {
      refuse(message, e);
    } catch (RouterException e) {
      if (e.code().isOfTheRouter()) {
        LOG.atWarn()
            .addKeyValue(LogEvent.KEY, LogEvent.ADMIN_REQUEST_FAULT)
            .addKeyValue("subject", message.subject())
            .addKeyValue("code", e.code().reason())
            .addKeyValue("reason", e.getMessage())
            .log("an administrative request could not be served");
      }
      refuse(message, AdminRefusal.of(e));
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue(LogEvent.KEY, LogEvent.ADMIN_REQUEST_FAILED)
          .addKeyValue("subject", message.subject())
          .setCause(e)
          .log("an administrative request failed");
      refuse(message, AdminRefusal.internal());
    } finally {
      underway.ended();
    }
  }

  private void refuse(Message message, AdminRefusal refusal) {
    if (refusal.isUnknownHere()) {
      unknown.take(message, bytes(refusal.reply()));
    } else {
      reply(message, bytes(refusal.reply()));
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
                  LOG.atWarn()
                      .addKeyValue(LogEvent.KEY, LogEvent.REPLY_NOT_SENT)
                      .addKeyValue("subject", message.subject())
                      .addKeyValue("reason", fault.toString())
                      .log("an answer was not sent");
                  return null;
                });
  }
}
