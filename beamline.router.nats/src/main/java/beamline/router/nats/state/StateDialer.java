package beamline.router.nats.state;

import beamline.router.nats.connection.ConnectionSettings;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The store's own connection, made again and again until it is hung up. */
final class StateDialer {
  private static final Logger LOG = LoggerFactory.getLogger(StateDialer.class);
  private static final int MAX_DOUBLINGS = 20;

  private final ConnectionSettings settings;
  private final Duration base;
  private final Duration cap;
  private final ScheduledExecutorService scheduler;
  private final ExecutorService threads = Executors.newCachedThreadPool(daemons("nats-state"));
  private final AtomicReference<@Nullable Connection> current = new AtomicReference<>();
  private final AtomicInteger attempts = new AtomicInteger();
  private volatile @Nullable Future<?> later;
  private volatile boolean ended;

  /**
   * A dialer.
   *
   * @param base the pause before the first further attempt, doubled for each one
   * @param cap the longest pause
   */
  StateDialer(
      ConnectionSettings settings,
      Duration base,
      Duration cap,
      ScheduledExecutorService scheduler) {
    this.settings = settings;
    this.base = base;
    this.cap = cap;
    this.scheduler = scheduler;
  }

  /** Starts to connect. */
  void dial(StateLink link) {
    if (ended) {
      return;
    }
    Options options =
        settings
            .options()
            .maxReconnects(-1)
            .reconnectBufferSize(0)
            .reconnectDelayHandler(tries -> pause())
            .connectionListener((connection, event) -> told(link, connection, event))
            .errorListener(new Quiet())
            .executor(threads)
            .callbackThreadFactory(daemons("nats-state-callback"))
            .connectThreadFactory(daemons("nats-state-connect"))
            .build();
    try {
      Nats.connectAsynchronously(options, true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void told(StateLink link, Connection connection, Events event) {
    current.set(connection);
    if (ended) {
      if (event != Events.CLOSED) {
        threads.execute(this::hangUp);
      }
      return;
    }
    if (event == Events.CONNECTED || event == Events.RECONNECTED) {
      attempts.set(0);
    }
    link.event(connection, event);
    if (event == Events.CLOSED) { // the client gave up, as it does when its login is refused
      LOG.warn("NATS_CONNECTION_LOST: {}", connection.getLastError());
      dialLater(link);
    }
  }

  private void dialLater(StateLink link) {
    later = scheduler.schedule(() -> dialAgain(link), pause().toMillis(), TimeUnit.MILLISECONDS);
  }

  /** A file that is being replaced may be missing or incomplete for a moment. */
  private void dialAgain(StateLink link) {
    try {
      dial(link);
    } catch (RuntimeException e) {
      LOG.warn("the connection cannot be made as configured: {}", e.getMessage());
      dialLater(link);
    }
  }

  private Duration pause() {
    int doublings = Math.min(MAX_DOUBLINGS, attempts.getAndIncrement());
    long millis = Math.min(cap.toMillis(), Math.max(1, base.toMillis()) << doublings);
    return Duration.ofMillis(millis - ThreadLocalRandom.current().nextLong(millis / 5 + 1));
  }

  /** Ends the connection. */
  void hangUp() {
    ended = true;
    Future<?> planned = later;
    if (planned != null) {
      planned.cancel(false);
    }
    Connection last = current.get();
    if (last != null) {
      try {
        last.close();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      threads.shutdown();
    }
  }

  private static ThreadFactory daemons(String role) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "beamline-router-" + role + "-" + count.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }

  /** What fails is told to whoever asked; nothing more is to be said. */
  private static final class Quiet implements ErrorListener {
    @Override
    public void errorOccurred(Connection connection, String error) {
      LOG.warn("the server says: {}", error);
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception exception) {
      LOG.debug("the connection has trouble", exception);
    }
  }
}
