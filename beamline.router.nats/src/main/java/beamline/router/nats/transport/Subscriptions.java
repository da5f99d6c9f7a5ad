package beamline.router.nats.transport;

import beamline.router.api.LogEvent;
import beamline.router.nats.connection.NatsLink;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Telemetry;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that takes messages: goes on with every connection, and is drained and closed
 * together. Safe for concurrent use.
 */
public final class Subscriptions {
  private static final Logger LOG = LoggerFactory.getLogger(Subscriptions.class);
  private static final long AGAIN_MILLIS = 250;
  private static final long LOOK_MILLIS = 1_000;

  private final NatsLink link;
  private final ComponentContext context;
  private final Telemetry telemetry;
  private final Set<Drainable> taking = ConcurrentHashMap.newKeySet();
  private final TransportDrain drain;
  private volatile @Nullable Future<?> looking;

  /** None yet. */
  public Subscriptions(NatsLink link, ComponentContext context) {
    this.link = link;
    this.context = context;
    this.telemetry = context.telemetry();
    this.drain = new TransportDrain(taking, context);
  }

  /** One more. */
  public void add(Drainable subscription) {
    taking.add(subscription);
  }

  /** It was closed. */
  public void remove(Drainable subscription) {
    taking.remove(subscription);
  }

  /** The connection is up. The server is asked elsewhere: this thread tells the next change. */
  public void resume() {
    taking.forEach(this::resume);
  }

  private void resume(Drainable subscription) {
    try {
      context.executor().execute(() -> resumeNow(subscription));
    } catch (RejectedExecutionException e) {
      again(subscription);
    }
  }

  private void resumeNow(Drainable subscription) {
    @Nullable Connection connection = link.connection();
    if (connection == null || !link.isConnected()) {
      return; // the next connection will do it
    }
    try {
      subscription.resume(connection);
    } catch (JetStreamApiException | IOException | RuntimeException e) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.NATS_SUBSCRIPTION_WAITS)
          .addKeyValue("reason", e.toString())
          .log("a subscription does not go on yet");
      again(subscription);
    }
  }

  private void again(Drainable subscription) {
    try {
      Future<?> unused =
          context
              .scheduler()
              .schedule(() -> resume(subscription), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the router is closing", e);
    }
  }

  /** From now on looks after each, every second. */
  public void watch() {
    looking =
        context
            .scheduler()
            .scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Who cannot be looked after now will be the next time. */
  private void look() {
    Connection connection = link.connection();
    if (connection == null || !link.isConnected()) {
      return; // the next connection begins anew
    }
    for (Drainable subscription : taking) {
      try {
        context.executor().execute(() -> look(subscription, connection));
      } catch (RejectedExecutionException e) {
        LOG.debug("the router is closing", e);
      }
    }
  }

  private static void look(Drainable subscription, Connection connection) {
    try {
      subscription.look(connection);
    } catch (JetStreamApiException | IOException | RuntimeException e) {
      LOG.debug("a stream does not say what it holds: {}", e.toString());
    }
  }

  /** The connection was lost. */
  public void interrupted() {
    taking.forEach(Drainable::interrupted);
  }

  /** A slow subscription lost a message. */
  void dropped(io.nats.client.Consumer consumer) {
    for (Drainable drainable : taking) {
      if (drainable instanceof CoreSubscription subscription && subscription.isServedBy(consumer)) {
        telemetry.messageDropped(subscription.subject());
      }
    }
  }

  CompletionStage<Void> drain(Duration timeout) {
    return drain.begin(timeout);
  }

  /** Closes all. */
  public void close() {
    Future<?> timer = looking;
    if (timer != null) {
      timer.cancel(false);
    }
    taking.forEach(Drainable::close);
  }
}
