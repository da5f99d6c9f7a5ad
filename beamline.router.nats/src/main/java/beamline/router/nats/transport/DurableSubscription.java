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
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
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
  private final long waitNanos;
  private final Set<NatsDelivery> open = ConcurrentHashMap.newKeySet();
  private final Deliverer deliverer;
  private final MessageConsumer pulling;
  private volatile boolean closed;

  DurableSubscription(
      Connection connection,
      DurableConsumer consumer,
      ConsumerContext context,
      Consumer<Delivery> handler,
      Consumer<DurableSubscription> whenClosed,
      TransportTelemetry telemetry,
      LongSupplier nanoTime)
      throws IOException, JetStreamApiException {
    this.consumer = consumer;
    this.handler = handler;
    this.whenClosed = whenClosed;
    this.telemetry = telemetry;
    this.nanoTime = nanoTime;
    Duration wait = consumer.backoff().stream().max(Duration::compareTo).orElse(consumer.ackWait());
    this.waitNanos = wait.toNanos();
    this.deliverer = new Deliverer(connection, consumer.durable(), this::handle);
    deliverer.dispatcher().setPendingLimits(-1, -1); // as many as were pulled
    try {
      this.pulling =
          context.consume(
              ConsumeOptions.builder()
                  .batchSize(Math.min(consumer.maxInFlight(), LARGEST_PULL))
                  .expiresIn(PULL_MILLIS)
                  .build(),
              deliverer.dispatcher(),
              deliverer);
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      deliverer.close();
      throw e;
    }
  }

  private void handle(io.nats.client.Message message) {
    long now = nanoTime.getAsLong();
    if (open.size() > 2 * consumer.maxInFlight()) {
      open.removeIf(delivery -> delivery.isOverdue(now));
    }
    NatsDelivery delivery = new NatsDelivery(message, now + waitNanos, telemetry, open::remove);
    open.add(delivery);
    handler.accept(delivery);
  }

  @Override
  public long pending() {
    return deliverer.pending();
  }

  /**
   * First the interest ends at the server and what came is handled, then the pulls end: ended
   * first, they would drop what they have brought, and it would be delivered again.
   */
  @Override
  public CompletionStage<?> stopTaking(Duration timeout) {
    CompletionStage<?> handled = deliverer.drain(timeout);
    pulling.stop();
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
    if (closed) {
      return;
    }
    closed = true;
    whenClosed.accept(this);
    try {
      pulling.close(); // an open pull would go on receiving
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.debug("{} could not be closed", consumer.durable(), e);
    }
    deliverer.close();
  }
}
