package beamline.router.nats.transport;

import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** A subject that is heard, alone or in a queue group. Each has a thread of the client's. */
final class CoreSubscription implements Transport.Subscription, Drainable {
  private static final int MAX_PENDING_MESSAGES = 65_536;
  private static final long MAX_PENDING_BYTES = 64L << 20;

  private final String subject;
  private final Consumer<Message> handler;
  private final Consumer<CoreSubscription> whenClosed;
  private final Deliverer deliverer;
  private final io.nats.client.Subscription subscription;

  CoreSubscription(
      Connection connection,
      String subject,
      String queueGroup,
      Consumer<Message> handler,
      Consumer<CoreSubscription> whenClosed) {
    this.subject = subject;
    this.handler = handler;
    this.whenClosed = whenClosed;
    this.deliverer = new Deliverer(connection, subject, this::handle);
    Dispatcher dispatcher = deliverer.dispatcher();
    dispatcher.setPendingLimits(MAX_PENDING_MESSAGES, MAX_PENDING_BYTES);
    this.subscription =
        queueGroup.isEmpty()
            ? dispatcher.subscribe(subject, deliverer)
            : dispatcher.subscribe(subject, queueGroup, deliverer);
  }

  String subject() {
    return subject;
  }

  /** Whether the client counts its messages here. */
  boolean isServedBy(io.nats.client.Consumer consumer) {
    return consumer == deliverer.dispatcher() || consumer == subscription;
  }

  @Override
  public long pending() {
    return deliverer.pending();
  }

  private void handle(io.nats.client.Message message) {
    handler.accept(Wire.in(message));
  }

  @Override
  public void close() {
    whenClosed.accept(this);
    deliverer.close(subscription);
  }

  @Override
  public CompletionStage<?> stopTaking(Duration timeout) {
    return deliverer.drain(timeout);
  }

  @Override
  public boolean isFinished() {
    return true; // once nothing more is taken, nothing is left
  }
}
