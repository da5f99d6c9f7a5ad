package beamline.router.nats.transport;

import beamline.router.spi.Delivery;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.Transport;
import beamline.router.spi.TransportTelemetry;
import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.ConsumerContext;
import io.nats.client.JetStreamApiException;
import io.nats.client.MessageConsumer;
import io.nats.client.api.ConsumerConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A member of a durable consumer: pulls, and knows what it has not answered. */
final class DurableSubscription implements Transport.Subscription, Drainable {
  private static final Logger LOG = LoggerFactory.getLogger(DurableSubscription.class);

  /**
   * How long the server keeps a pull that it cannot satisfy. Heartbeats come twice as often: after
   * three that did not come, as when a server was restarted and forgot it, the client pulls anew.
   */
  static final long PULL_MILLIS = 1_000;

  private static final int LARGEST_PULL = 500;

  private final DurableConsumer consumer;
  private final Consumer<Delivery> handler;
  private final Consumer<DurableSubscription> whenClosed;
  private final TransportTelemetry telemetry;
  private final LongSupplier nanoTime;
  private final Set<NatsDelivery> open = ConcurrentHashMap.newKeySet();
  private final Durables durables;
  private final ReentrantLock lock = new ReentrantLock();

  /** As the consumer is configured at the server. */
  private volatile long waitNanos;

  private volatile int maxDeliver;
  private volatile Pulling pulling;
  private volatile boolean closed;

  /** What a connection delivers with. */
  private record Pulling(Connection connection, Deliverer deliverer, MessageConsumer pulls) {}

  DurableSubscription(
      Connection connection,
      Durables durables,
      DurableConsumer consumer,
      Consumer<Delivery> handler,
      Consumer<DurableSubscription> whenClosed,
      TransportTelemetry telemetry,
      LongSupplier nanoTime)
      throws IOException, JetStreamApiException {
    this.durables = durables;
    this.consumer = consumer;
    this.handler = handler;
    this.whenClosed = whenClosed;
    this.telemetry = telemetry;
    this.nanoTime = nanoTime;
    this.pulling = pulling(connection);
  }

  private Pulling pulling(Connection connection) throws IOException, JetStreamApiException {
    ConsumerContext context = durables.find(connection, consumer);
    ConsumerConfiguration configuration = Durables.configuration(context);
    waitNanos = Durables.longestWait(configuration).toNanos();
    maxDeliver = Math.toIntExact(configuration.getMaxDeliver());
    Deliverer deliverer = new Deliverer(connection, consumer.durable(), this::handle);
    deliverer.dispatcher().setPendingLimits(-1, -1); // as many as were pulled
    try {
      MessageConsumer pulls =
          context.consume(
              ConsumeOptions.builder()
                  .batchSize(Math.min(consumer.maxInFlight(), LARGEST_PULL))
                  .expiresIn(PULL_MILLIS)
                  .build(),
              deliverer.dispatcher(),
              deliverer);
      return new Pulling(connection, deliverer, pulls);
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      deliverer.close();
      throw e;
    }
  }

  /** The client pulls again by itself, unless it is another connection. */
  @Override
  public void resume(Connection connection) throws IOException, JetStreamApiException {
    lock.lock();
    try {
      if (!closed && pulling.connection() != connection) {
        end(pulling);
        pulling = pulling(connection);
      }
    } finally {
      lock.unlock();
    }
  }

  private void handle(io.nats.client.Message message) {
    long now = nanoTime.getAsLong();
    if (open.size() > 2 * consumer.maxInFlight()) {
      open.removeIf(delivery -> delivery.isOverdue(now));
    }
    NatsDelivery delivery =
        new NatsDelivery(message, now + waitNanos, maxDeliver, telemetry, open::remove);
    open.add(delivery);
    handler.accept(delivery);
  }

  @Override
  public long pending() {
    return pulling.deliverer().pending();
  }

  /**
   * First the interest ends at the server and what came is handled, then the pulls end: ended
   * first, they would drop what they have brought, and it would be delivered again.
   */
  @Override
  public CompletionStage<?> stopTaking(Duration timeout) {
    CompletionStage<?> handled = pulling.deliverer().drain(timeout);
    pulling.pulls().stop();
    return handled;
  }

  @Override
  public boolean isFinished() {
    long now = nanoTime.getAsLong();
    open.removeIf(delivery -> delivery.isOverdue(now));
    return open.isEmpty();
  }

  @Override
  public void close() {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      whenClosed.accept(this);
      end(pulling);
    } finally {
      lock.unlock();
    }
  }

  private void end(Pulling ended) {
    try {
      ended.pulls().close(); // an open pull would go on receiving
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.debug("{} could not be closed", consumer.durable(), e);
    }
    ended.deliverer().close();
  }
}
