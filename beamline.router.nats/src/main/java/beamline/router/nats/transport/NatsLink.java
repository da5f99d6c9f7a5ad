package beamline.router.nats.transport;

import beamline.router.spi.Transport.State;
import beamline.router.spi.Transport.Subscription;
import beamline.router.spi.TransportTelemetry;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ConnectionListener.Events;
import java.io.IOException;
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
final class NatsLink implements ConnectionListener {
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
  private volatile @Nullable Connection connection;

  NatsLink(Dialer dialer, TransportTelemetry telemetry) {
    this.dialer = dialer;
    this.telemetry = telemetry;
  }

  CompletionStage<Void> connect() {
    lock.lock();
    try {
      if (closed) {
        return CompletableFuture.failedFuture(Failures.closed("connect", "to NATS"));
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

  State state() {
    return state;
  }

  /** Says what is wrong with the connection; empty for nothing. */
  void trouble(String what) {
    trouble = what;
  }

  Optional<String> trouble() {
    String known = trouble;
    return known.isEmpty() ? Optional.empty() : Optional.of(known);
  }

  boolean isConnected() {
    return state == State.CONNECTED;
  }

  /** The connection, if there was ever one and the transport is open. */
  @Nullable Connection connection() {
    return connection;
  }

  /** The connection while it is up. */
  Connection live(String operation, String subject) {
    Connection current = connection;
    if (current == null || state != State.CONNECTED) {
      throw Failures.notConnected(operation, subject);
    }
    return current;
  }

  Subscription onState(Consumer<State> listener) {
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
          LOG.info("NATS_CONNECTION_ESTABLISHED: connected to {}", from.getConnectedUrl());
          become(State.CONNECTED);
        }
        case RECONNECTED -> connection = from;
        case RESUBSCRIBED -> {
          if (state == State.RECONNECTING) {
            LOG.info("NATS_CONNECTION_RESTORED: connected to {}", from.getConnectedUrl());
            become(State.CONNECTED);
          }
        }
        case DISCONNECTED -> {
          if (state == State.CONNECTED) {
            LOG.warn("NATS_CONNECTION_LOST: {}", from.getLastError());
            become(State.RECONNECTING);
          }
        }
        case CLOSED -> dialAgain(from);
        case LAME_DUCK -> LOG.warn("the server is about to shut down; moving to another one");
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
    LOG.warn("NATS_CONNECTION_LOST: {}", reason);
    telemetry.connectFailed(state == State.RECONNECTING, reason == null ? "closed" : reason);
    if (state == State.CONNECTED) {
      become(State.RECONNECTING);
    }
    dialer.dialLater(this);
  }

  void close() {
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
    connected.completeExceptionally(Failures.closed("connect", "to NATS"));
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
        LOG.warn("a listener of the connection's state failed", e);
      }
    }
  }

  /** How connections are made and ended. */
  interface Dialer {
    /** Starts to connect; the link is told how it goes. */
    void dial(NatsLink link);

    /** Connects anew after a pause. */
    void dialLater(NatsLink link);

    /** Ends what was made. */
    void hangUp(NatsLink link, @Nullable Connection connection);

    /** A connection of the host's, which is never closed here. */
    static Dialer lent(Connection connection, Runnable whenClosed) {
      return new Dialer() {
        @Override
        public void dial(NatsLink link) {
          connection.addConnectionListener(link);
          if (connection.getStatus() == Connection.Status.CONNECTED) {
            link.told(connection, Events.CONNECTED);
          }
        }

        @Override
        public void dialLater(NatsLink link) {
          LOG.warn("the host closed the connection");
        }

        @Override
        public void hangUp(NatsLink link, @Nullable Connection current) {
          connection.removeConnectionListener(link);
          try {
            connection.flushBuffer();
          } catch (IOException | RuntimeException e) {
            LOG.debug("the last messages could not be flushed", e);
          }
          whenClosed.run();
        }
      };
    }
  }
}
