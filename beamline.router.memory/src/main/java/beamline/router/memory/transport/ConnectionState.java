package beamline.router.memory.transport;

import beamline.router.spi.Transport.State;
import beamline.router.spi.Transport.Subscription;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The state of the connection, and who wants to know. Listeners are told in the order of changes.
 */
final class ConnectionState {
  private static final System.Logger LOG = System.getLogger(ConnectionState.class.getName());

  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private volatile State state = State.DISCONNECTED;
  private boolean closed;

  State state() {
    return state;
  }

  boolean isConnected() {
    return state == State.CONNECTED;
  }

  Subscription onChange(Consumer<State> told) {
    Listener listener = new Listener(told);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /** Connects; false when it was closed, which is for ever. */
  synchronized boolean connect() {
    if (!closed && state == State.DISCONNECTED) {
      change(State.CONNECTING);
      change(State.CONNECTED);
    }
    return !closed;
  }

  /** Closes; false when it was closed before. */
  synchronized boolean close() {
    boolean first = !closed;
    closed = true;
    if (state != State.DISCONNECTED) {
      change(State.DISCONNECTED);
    }
    return first;
  }

  private void change(State next) {
    state = next;
    for (Listener listener : listeners) {
      try {
        listener.told.accept(next);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "a listener of the connection state failed", e);
      }
    }
  }

  /** One registration: the same consumer may be registered twice. */
  private static final class Listener {
    private final Consumer<State> told;

    private Listener(Consumer<State> told) {
      this.told = told;
    }
  }
}
