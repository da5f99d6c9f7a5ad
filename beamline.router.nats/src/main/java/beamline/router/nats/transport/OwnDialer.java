package beamline.router.nats.transport;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.TransportTelemetry;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connects as configured, again and again until it is told to hang up. */
final class OwnDialer implements NatsLink.Dialer, ErrorListener {
  private static final Logger LOG = LoggerFactory.getLogger(OwnDialer.class);
  private static final int OUTGOING_MESSAGES = 65_536;

  private final Supplier<Options.Builder> options;
  private final Backoff backoff;
  private final ScheduledExecutorService scheduler;
  private final TransportTelemetry telemetry;
  private final AtomicLong attempts = new AtomicLong();
  private volatile Consumer<io.nats.client.Consumer> slow = consumer -> {};
  private volatile @Nullable Future<?> later;
  private volatile @Nullable ExecutorService threads;
  private volatile boolean ended;

  /** A dialer that asks for the options of each connection anew. */
  OwnDialer(Supplier<Options.Builder> options, Backoff backoff, ComponentContext context) {
    this.options = options;
    this.backoff = backoff;
    this.scheduler = context.scheduler();
    this.telemetry = context.telemetry().transport();
  }

  /** Who is told of a subscription that is too slow. */
  void onSlow(Consumer<io.nats.client.Consumer> listener) {
    slow = listener;
  }

  @Override
  public void dial(NatsLink link) {
    if (ended) {
      return;
    }
    ExecutorService own = threads();
    Options connecting =
        options
            .get()
            .maxReconnects(-1)
            .reconnectBufferSize(0) // what cannot be sent waits with us
            .maxMessagesInOutgoingQueue(OUTGOING_MESSAGES)
            .reconnectDelayHandler(tries -> backoff.before(tried(link)))
            .connectionListener(
                (connection, event) -> {
                  if (connection.getStatus() == Connection.Status.CONNECTED) {
                    attempts.set(0);
                    link.trouble("");
                  }
                  link.told(connection, event);
                })
            .errorListener(this)
            .executor(own)
            .callbackThreadFactory(daemons("nats-callback"))
            .connectThreadFactory(daemons("nats-connect"))
            .build();
    try {
      Nats.connectAsynchronously(connecting, true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A file that is being replaced may be missing or incomplete for a moment. */
  private void dialAgain(NatsLink link) {
    try {
      dial(link);
    } catch (RuntimeException e) {
      LOG.warn("the connection cannot be made as configured: {}", e.getMessage());
      telemetry.connectFailed(true, e.getClass().getSimpleName());
      dialLater(link);
    }
  }

  private long tried(NatsLink link) {
    long attempt = attempts.incrementAndGet();
    telemetry.connectAttempted(true);
    LOG.info("NATS_RECONNECT_ATTEMPT: {}", attempt);
    if (attempt == Math.max(1, backoff.attempts())) {
      telemetry.attemptsExhausted();
      LOG.error("not connected to NATS after {} attempts; going on", attempt);
    }
    if (attempt >= backoff.attempts()) {
      link.trouble("not connected after " + attempt + " attempts, trying on");
    }
    return attempt;
  }

  @Override
  public void dialLater(NatsLink link) {
    if (!ended) {
      long millis = backoff.before(tried(link)).toMillis();
      later = scheduler.schedule(() -> dialAgain(link), millis, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void hangUp(NatsLink link, @Nullable Connection connection) {
    ended = true;
    Future<?> planned = later;
    if (planned != null) {
      planned.cancel(false);
    }
    if (connection != null) {
      try {
        connection.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    ExecutorService own = threads;
    if (own != null) {
      own.shutdown();
    }
  }

  @Override
  public void errorOccurred(Connection connection, String error) {
    LOG.warn("the server says: {}", error);
  }

  @Override
  public void exceptionOccurred(Connection connection, Exception exception) {
    LOG.debug("the connection has trouble", exception);
    if (connection == null || connection.getStatus() != Connection.Status.CONNECTED) {
      telemetry.connectFailed(attempts.get() > 0, exception.getClass().getSimpleName());
    }
  }

  @Override
  public void slowConsumerDetected(Connection connection, io.nats.client.Consumer consumer) {
    slow.accept(consumer);
  }

  private ExecutorService threads() {
    ExecutorService known = threads;
    if (known == null) {
      known = Executors.newCachedThreadPool(daemons("nats"));
      threads = known;
    }
    return known;
  }

  private static ThreadFactory daemons(String role) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "beamline-router-" + role + "-" + count.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }
}
