package beamline.router.nats.transport;

import beamline.router.api.LogEvent;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that gives the messages of one subscription to its handler, in order: a dispatcher of
 * the client. A handler that is slow holds up nobody else.
 */
final class Deliverer implements MessageHandler {
  private static final Logger LOG = LoggerFactory.getLogger(Deliverer.class);

  private final Connection connection;
  private final String subject;
  private final Consumer<Message> handler;
  private final Turn turn = new Turn();
  private final Dispatcher dispatcher;

  Deliverer(Connection connection, String subject, Consumer<Message> handler) {
    this.connection = connection;
    this.subject = subject;
    this.handler = handler;
    this.dispatcher = connection.createDispatcher();
  }

  /** What to subscribe with, giving this as the handler. */
  Dispatcher dispatcher() {
    return dispatcher;
  }

  @Override
  public void onMessage(Message message) {
    if (!turn.enter()) {
      return;
    }
    try {
      handler.accept(message);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue(LogEvent.KEY, LogEvent.MESSAGE_HANDLER_FAILED)
          .addKeyValue("subject", subject)
          .setCause(e)
          .log("the handler of a message failed");
    } finally {
      if (turn.exit()) {
        release();
      }
    }
  }

  /** How many messages wait for the handler. */
  long pending() {
    return Math.max(0, dispatcher.getPendingMessageCount());
  }

  /**
   * Ends the interest at the server at once, and the thread when its handler has returned: ending
   * it earlier would interrupt the handler, and lose what that publishes next.
   */
  void close(io.nats.client.Subscription subscription) {
    try {
      dispatcher.unsubscribe(subscription);
    } catch (IllegalStateException e) {
      LOG.debug("{} ended before", subject, e);
    }
    close();
  }

  /** Ends the thread when its handler has returned; nothing more is handled. */
  void close() {
    if (turn.close()) {
      release();
    }
  }

  /** Takes no more from the server and gives the handler what came; completes when it has all. */
  CompletableFuture<Void> drain(Duration timeout) {
    if (turn.isClosed() || !dispatcher.isActive()) {
      return CompletableFuture.completedFuture(null);
    }
    try {
      return dispatcher
          .drain(timeout)
          .thenAccept(
              all -> {
                if (!all) {
                  throw new CompletionException(
                      Failures.timeout("drain", subject, timeout.toMillis()));
                }
              });
    } catch (IllegalStateException e) {
      LOG.debug("{} was closed while it was drained", subject, e);
      return CompletableFuture.completedFuture(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.failedFuture(Failures.timeout("drain", subject, timeout.toMillis()));
    }
  }

  private void release() {
    try {
      connection.closeDispatcher(dispatcher);
    } catch (IllegalStateException | IllegalArgumentException e) {
      LOG.debug("{} was closed with its connection", subject, e);
    }
  }
}
