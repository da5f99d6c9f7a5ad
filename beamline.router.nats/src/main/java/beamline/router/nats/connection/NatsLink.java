package beamline.router.nats.connection;

import beamline.router.api.ErrorCode;
import beamline.router.api.LogEvent;
import beamline.router.api.RouterException;
import beamline.router.spi.Transport.State;
import beamline.router.spi.Transport.Subscription;
import beamline.router.spi.TransportTelemetry;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ConnectionListener.Events;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of the connection, as states: told in order to whoever listens. Safe for concurrent use.
 */
public final class NatsLink implements ConnectionListener {
  private static final Logger LOG = LoggerFactory.getLogger(NatsLink.class);

  private final Dialer dialer;
  private final TransportTelemetry telemetry;
  private final List<Consumer<State>> listeners = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Void> connected = new CompletableFuture<>();
  private final ReentrantLock lock = new ReentrantLock();
  private boolean begun;
  private boolean closed;
  private volatile State state = State.DISCONNECTED;
  private volatile String trouble = "";
  private volatile String failure = "";
  private volatile @Nullable Connection connection;
  private final Refusals refusals = new Refusals();
  private final List<Consumer<String>> refused = new CopyOnWriteArrayList<>();

  /**
   * A link that is not connected yet.
   *
   * @param dialer how its connections are made
   */
  public NatsLink(Dialer dialer, TransportTelemetry telemetry) {
    this.dialer = dialer;
    this.telemetry = telemetry;
  }

  /** Connects, once; done as soon as it was connected for the first time. */
  public CompletionStage<Void> connect() {
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedFuture(closed());
      }
      if (begun) {
        return connected.copy();
      }
      begun = true;
      become(State.CONNECTING);
    } finally {
      lock.unlock();
    }
    telemetry.connectAttempted(false);
    dialer.dial(this);
    return connected.copy();
  }

  /** The state it is in. */
  public State state() {
    return state;
  }

  /** Says what is wrong with the connection; empty for nothing. */
  void trouble(String what) {
    trouble = what;
  }

  /** What is wrong with the connection, if anything is. */
  public Optional<String> trouble() {
    String known = trouble;
    return known.isEmpty() ? Optional.empty() : Optional.of(known);
  }

  /** Says why it could not connect, the last time that it tried; empty once it is connected. */
  void failure(String why) {
    failure = why;
  }

  /** Why it could not connect, if it is not connected and that was told. */
  public Optional<String> failure() {
    String known = failure;
    return known.isEmpty() ? Optional.empty() : Optional.of(known);
  }

  /** What the server did not let us do. */
  Refusals refusals() {
    return refusals;
  }

  /**
   * What the server did not let us do lately, as it told the connection.
   *
   * @param part of the subject
   */
  public Optional<String> refusal(Duration lately, String part) {
    return refusals.since(System.nanoTime() - lately.toNanos(), part);
  }

  /** Says that the server does not take the login. */
  void refuse(String why) {
    refused.forEach(listener -> listener.accept(why));
  }

  /** Tells whenever the server does not take the login, and why. */
  public void onRefusal(Consumer<String> listener) {
    refused.add(listener);
  }

  /** Whether the connection is up. */
  public boolean isConnected() {
    return state == State.CONNECTED;
  }

  /** The connection, if there was ever one and the link is open. */
  public @Nullable Connection connection() {
    return connection;
  }

  /**
   * The connection while it is up.
   *
   * @throws RouterException {@code NATS_UNAVAILABLE}, naming the operation and the subject
   */
  public Connection live(String operation, String subject) {
    Connection current = connection;
    if (current == null || state != State.CONNECTED) {
      throw new RouterException(
          ErrorCode.NATS_UNAVAILABLE, operation + " " + subject + ": not connected to NATS");
    }
    return current;
  }

  /** Tells every further state, in order, on whatever thread brings it. */
  public Subscription onState(Consumer<State> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  @SuppressWarnings("deprecation") // the only one that must be there; the other calls it
  public void connectionEvent(Connection from, Events event) {
    told(from, event);
  }

  void told(Connection from, Events event) {
    lock.lock();
    try {
      if (closed) {
        return;
      }
      switch (event) {
        case CONNECTED -> {
          connection = from;
          log(LogEvent.NATS_CONNECTION_ESTABLISHED, from);
          become(State.CONNECTED);
        }
        case RECONNECTED -> connection = from;
        case RESUBSCRIBED -> {
          if (state != State.CONNECTED) { // where the first try failed, nothing else is told
            log(
                state == State.RECONNECTING
                    ? LogEvent.NATS_CONNECTION_RESTORED
                    : LogEvent.NATS_CONNECTION_ESTABLISHED,
                from);
            become(State.CONNECTED);
          }
        }
        case DISCONNECTED -> {
          if (state == State.CONNECTED) {
            LOG.atWarn()
                .addKeyValue(LogEvent.KEY, LogEvent.NATS_CONNECTION_LOST)
                .addKeyValue("reason", from.getLastError())
                .log("the connection to NATS is lost");
            become(State.RECONNECTING);
          }
        }
        case CLOSED -> dialAgain(from);
        case LAME_DUCK ->
            LOG.atWarn()
                .addKeyValue(LogEvent.KEY, LogEvent.NATS_SERVER_LEAVING)
                .log("the server is about to shut down; moving to another one");
        default -> {}
      }
    } finally {
      lock.unlock();
    }
    if (state == State.CONNECTED) {
      connected.complete(null);
    }
  }

  /** The client gave up, as it does when its credentials are refused; we do not. */
  private void dialAgain(Connection from) {
    String reason = from.getLastError();
    LOG.atWarn()
        .addKeyValue(LogEvent.KEY, LogEvent.NATS_CONNECTION_LOST)
        .addKeyValue("reason", reason)
        .log("the connection to NATS was closed");
    telemetry.connectFailed(state == State.RECONNECTING, reason == null ? "closed" : reason);
    if (state == State.CONNECTED) {
      become(State.RECONNECTING);
    }
    dialer.dialLater(this);
  }

  /** Ends the link, and the connection if it is our own. */
  public void close() {
    Connection last;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      last = connection;
      connection = null;
    } finally {
      lock.unlock();
    }
    dialer.hangUp(this, last);
    lock.lock();
    try {
      become(State.DISCONNECTED);
    } finally {
      lock.unlock();
    }
    connected.completeExceptionally(closed());
  }

  private static void log(LogEvent event, Connection to) {
    LOG.atInfo()
        .addKeyValue(LogEvent.KEY, event)
        .addKeyValue("connection", to.getOptions().getConnectionName())
        .addKeyValue("server", to.getConnectedUrl())
        .log("connected to NATS");
  }

  private static RouterException closed() {
    return new RouterException(
        ErrorCode.NATS_UNAVAILABLE, "connect to NATS: the connection was closed");
  }

  private void become(State next) {
    State before = state;
    if (before == next) {
      return;
    }
    state = next;
    telemetry.stateChanged(before, next);
    for (Consumer<State> listener : listeners) {
      try {
        listener.accept(next);
      } catch (RuntimeException e) {
        LOG.atWarn()
            .addKeyValue(LogEvent.KEY, LogEvent.LISTENER_FAILED)
            .addKeyValue("state", next)
            .setCause(e)
            .log("a listener of the connection's state failed");
      }
    }
  }
}
