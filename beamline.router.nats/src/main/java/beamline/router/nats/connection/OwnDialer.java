package beamline.router.nats.connection;

import beamline.router.api.LogEvent;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.TransportTelemetry;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener.Events;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects as configured, again and again until it is told to hang up. The settings are asked for
 * the options of each connection anew.
 */
public final class OwnDialer implements Dialer, ErrorListener {
  private static final Logger LOG = LoggerFactory.getLogger(OwnDialer.class);

  /** How the server begins to say that it refuses a subscription, whose subject follows. */
  private static final String DEAF = "Permissions Violation for Subscription";

  /** What it says to a login that it does not take, any more. */
  private static final Pattern LOGIN =
      Pattern.compile(".*(Authorization Violation|[Aa]uthentication ).*");

  private static final int OUTGOING_MESSAGES = 65_536;

  private final ConnectionSettings settings;
  private final Backoff backoff;
  private final ScheduledExecutorService scheduler;
  private final TransportTelemetry telemetry;
  private final String role;
  private final Runnable whenClosed;
  private final ExecutorService threads;
  private final AtomicLong attempts = new AtomicLong();

  /** Whether nothing is known yet of the first try. It is told on another thread than the next. */
  private final AtomicBoolean first = new AtomicBoolean(true);

  private volatile Consumer<io.nats.client.Consumer> slow = consumer -> {};
  private volatile @Nullable Future<?> later;
  private volatile @Nullable Connection latest;
  private volatile @Nullable NatsLink dialled;
  private volatile boolean ended;

  /**
   * A dialer as the context configures it.
   *
   * @param role what its threads are named after
   * @param telemetry who is told of its attempts
   * @param whenClosed what is to be closed after the connection
   * @throws beamline.router.api.RouterException {@code CONFIGURATION_INVALID}, naming the key
   */
  public OwnDialer(
      ComponentContext context, String role, TransportTelemetry telemetry, Runnable whenClosed) {
    this.settings = ConnectionSettings.from(context.config());
    this.backoff = Backoff.from(context.config());
    this.scheduler = context.scheduler();
    this.telemetry = telemetry;
    this.role = role;
    this.whenClosed = whenClosed;
    this.threads = Executors.newCachedThreadPool(daemons(""));
  }

  /** Who is told of a subscription that is too slow. */
  public void onSlow(Consumer<io.nats.client.Consumer> listener) {
    slow = listener;
  }

  @Override
  public void dial(NatsLink link) {
    if (ended) {
      return;
    }
    dialled = link;
    Options connecting =
        settings
            .options()
            .maxReconnects(-1)
            .reconnectBufferSize(0) // what cannot be sent waits with us
            .maxMessagesInOutgoingQueue(OUTGOING_MESSAGES)
            .reconnectDelayHandler(tries -> backoff.before(tried(link)))
            .connectionListener((connection, event) -> told(link, connection, event))
            .errorListener(this)
            .executor(threads)
            .callbackThreadFactory(daemons("-callback"))
            .connectThreadFactory(daemons("-connect"))
            .build();
    try {
      Nats.connectAsynchronously(connecting, true);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void told(NatsLink link, Connection connection, Events event) {
    seen(connection);
    if (ended) {
      return;
    }
    if (connection.getStatus() == Connection.Status.CONNECTED) {
      attempts.set(0);
      first.set(false);
      link.trouble("");
      link.failure("");
      link.refusals().clear();
    }
    link.told(connection, event);
  }

  /** Until it is made, only what it tells says that there is one. */
  private void seen(@Nullable Connection connection) {
    if (connection == null) {
      return;
    }
    latest = connection;
    if (ended && !threads.isShutdown()) {
      threads.execute(() -> end(connection)); // it came after all
    }
  }

  /** A file that is being replaced may be missing or incomplete for a moment. */
  private void dialAgain(NatsLink link) {
    try {
      dial(link);
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.NATS_CONFIGURATION_UNUSABLE)
          .addKeyValue("reason", e.getMessage())
          .log("the connection cannot be made as configured");
      telemetry.connectFailed(true, e.getClass().getSimpleName());
      dialLater(link);
    }
  }

  private long tried(NatsLink link) {
    long attempt = attempts.incrementAndGet();
    telemetry.connectAttempted(true);
    LOG.atInfo()
        .addKeyValue(LogEvent.KEY, LogEvent.NATS_RECONNECT_ATTEMPT)
        .addKeyValue("attempt", attempt)
        .log("connecting to NATS again");
    if (attempt == Math.max(1, backoff.attempts())) {
      telemetry.attemptsExhausted();
      LOG.atError()
          .addKeyValue(LogEvent.KEY, LogEvent.NATS_RECONNECT_EXHAUSTED)
          .addKeyValue("attempt", attempt)
          .log("not connected to NATS after all attempts; going on");
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
    Connection last = connection == null ? latest : connection;
    if (last != null) {
      end(last);
    }
    whenClosed.run();
  }

  /** The threads stay until then: a connection that is being made would not end without them. */
  private void end(Connection connection) {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    threads.shutdown();
  }

  @Override
  public void errorOccurred(Connection connection, String error) {
    LOG.atWarn()
        .addKeyValue(LogEvent.KEY, LogEvent.NATS_SERVER_ERROR)
        .addKeyValue("reason", error)
        .log("the NATS server refuses something");
    NatsLink link = dialled;
    if (link == null) {
      return;
    }
    String told = "the server refuses " + settings.who() + ": " + error;
    if (error.startsWith(DEAF)) {
      link.trouble(error); // a publication that is refused fails by itself
    }
    if (!link.refusals().add(error, told) && !isConnected(connection)) {
      link.failure(error);
      if (LOGIN.matcher(error).matches()) {
        link.refuse(told);
      }
    }
  }

  @Override
  public void exceptionOccurred(Connection connection, Exception exception) {
    LOG.debug("the connection has trouble", exception);
    seen(connection);
    if (ended) {
      return;
    }
    if (!isConnected(connection)) {
      failed(exception);
      telemetry.connectFailed(!first.getAndSet(false), exception.getClass().getSimpleName());
    }
  }

  private void failed(Exception exception) {
    NatsLink link = dialled;
    String message = exception.getMessage();
    if (link != null && message != null) {
      link.failure(message);
    }
  }

  private static boolean isConnected(@Nullable Connection connection) {
    return connection != null && connection.getStatus() == Connection.Status.CONNECTED;
  }

  @Override
  public void slowConsumerDetected(Connection connection, io.nats.client.Consumer consumer) {
    slow.accept(consumer);
  }

  private ThreadFactory daemons(String part) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread =
          new Thread(task, "beamline-router-" + role + part + "-" + count.getAndIncrement());
      thread.setDaemon(true);
      return thread;
    };
  }
}
