package beamline.router.nats.transport;

import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** A subject that is heard, alone or in a queue group. Each has a thread of the client's. */
final class CoreSubscription implements Transport.Subscription, Drainable {
  private static final int MAX_PENDING_MESSAGES = 65_536;
  private static final long MAX_PENDING_BYTES = 64L << 20;

  private final String subject;
  private final Consumer<Message> handler;
  private final Consumer<CoreSubscription> whenClosed;
  private final String queueGroup;
  private final ReentrantLock lock = new ReentrantLock();
  private boolean closed;
  private volatile Taking taking;

  /** What a connection serves it with. */
  private record Taking(
      Connection connection, Deliverer deliverer, io.nats.client.Subscription subscription) {

    void close() {
      deliverer.close(subscription);
    }
  }

  CoreSubscription(
      Connection connection,
      String subject,
      String queueGroup,
      Consumer<Message> handler,
      Consumer<CoreSubscription> whenClosed) {
    this.subject = subject;
    this.queueGroup = queueGroup;
    this.handler = handler;
    this.whenClosed = whenClosed;
    this.taking = taking(connection);
  }

  private Taking taking(Connection connection) {
    Deliverer deliverer = new Deliverer(connection, subject, this::handle);
    Dispatcher dispatcher = deliverer.dispatcher();
    dispatcher.setPendingLimits(MAX_PENDING_MESSAGES, MAX_PENDING_BYTES);
    return new Taking(
        connection,
        deliverer,
        queueGroup.isEmpty()
            ? dispatcher.subscribe(subject, deliverer)
            : dispatcher.subscribe(subject, queueGroup, deliverer));
  }

  /** The client subscribes again by itself, unless it is another connection. */
  @Override
  public void resume(Connection connection) {
    lock.lock();
    try {
      if (!closed && taking.connection() != connection) {
        taking.close();
        taking = taking(connection);
      }
    } finally {
      lock.unlock();
    }
  }

  String subject() {
    return subject;
  }

  /** Whether the client counts its messages here. */
  boolean isServedBy(io.nats.client.Consumer consumer) {
    return consumer == taking.deliverer().dispatcher() || consumer == taking.subscription();
  }

  @Override
  public long pending() {
    return taking.deliverer().pending();
  }

  private void handle(io.nats.client.Message message) {
    handler.accept(Wire.in(message));
  }

  @Override
  public void close() {
    whenClosed.accept(this);
    lock.lock();
    try {
      closed = true;
      taking.close();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public CompletionStage<?> stopTaking(Duration timeout) {
    return taking.deliverer().drain(timeout);
  }

  @Override
  public boolean isFinished() {
    return true; // once nothing more is taken, nothing is left
  }
}
