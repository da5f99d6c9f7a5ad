package beamline.router.nats.transport;

import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A subject that is heard, alone or in a queue group. Each has a thread of the client's. */
final class CoreSubscription implements Transport.Subscription, Drainable {
  private static final Logger LOG = LoggerFactory.getLogger(CoreSubscription.class);
  private static final int MAX_PENDING_MESSAGES = 65_536;
  private static final long MAX_PENDING_BYTES = 64L << 20;

  private final Connection connection;
  private final String subject;
  private final Consumer<Message> handler;
  private final Consumer<CoreSubscription> whenClosed;
  private final Dispatcher dispatcher;
  private volatile @Nullable Thread handling;
  private volatile boolean closed;

  CoreSubscription(
      Connection connection,
      String subject,
      String queueGroup,
      Consumer<Message> handler,
      Consumer<CoreSubscription> whenClosed) {
    this.connection = connection;
    this.subject = subject;
    this.handler = handler;
    this.whenClosed = whenClosed;
    this.dispatcher = connection.createDispatcher(this::handle);
    dispatcher.setPendingLimits(MAX_PENDING_MESSAGES, MAX_PENDING_BYTES);
    if (queueGroup.isEmpty()) {
      dispatcher.subscribe(subject);
    } else {
      dispatcher.subscribe(subject, queueGroup);
    }
  }

  String subject() {
    return subject;
  }

  /** Whether the client counts its messages here. */
  boolean isServedBy(io.nats.client.Consumer consumer) {
    return consumer == dispatcher
        || (consumer instanceof io.nats.client.Subscription subscription
            && subscription.getDispatcher() == dispatcher);
  }

  @Override
  public long pending() {
    return dispatcher.getPendingMessageCount();
  }

  private void handle(io.nats.client.Message message) {
    if (closed) {
      return;
    }
    handling = Thread.currentThread();
    try {
      handler.accept(Wire.in(message));
    } catch (RuntimeException e) {
      LOG.error("the handler of {} failed", subject, e);
    } finally {
      handling = null;
      if (closed) {
        end();
      }
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    whenClosed.accept(this);
    if (handling == Thread.currentThread()) {
      // Ending the dispatcher here would lose what the handler publishes next.
      unsubscribe();
    } else {
      end();
    }
  }

  private void unsubscribe() {
    try {
      dispatcher.unsubscribe(subject);
    } catch (RuntimeException e) {
      LOG.debug("{} could not be unsubscribed", subject, e);
    }
  }

  private void end() {
    try {
      connection.closeDispatcher(dispatcher);
    } catch (RuntimeException e) {
      LOG.debug("the dispatcher of {} could not be closed", subject, e);
    }
  }

  @Override
  public CompletionStage<?> stopTaking(Duration timeout) {
    try {
      return dispatcher.drain(timeout);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return CompletableFuture.completedFuture(false);
    } catch (RuntimeException e) {
      return CompletableFuture.completedFuture(false); // the connection is gone
    }
  }

  @Override
  public boolean isFinished() {
    return handling == null && dispatcher.getPendingMessageCount() == 0;
  }
}
