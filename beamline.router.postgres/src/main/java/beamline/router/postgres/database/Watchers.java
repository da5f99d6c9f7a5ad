package beamline.router.postgres.database;

import beamline.router.api.LogEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who are told about changes, one change at a time. */
final class Watchers<C> {
  private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

  /** Held while somebody is told, so that nobody is told after his watch was closed. */
  private final ReentrantLock telling = new ReentrantLock();

  private final List<Registration<C>> registrations = new CopyOnWriteArrayList<>();
  private final String what;

  /** An object of its own, since one listener may be registered twice. */
  private record Registration<C>(Consumer<C> listener, Object identity) {}

  /** Nobody yet. */
  Watchers(String what) {
    this.what = what;
  }

  /** Adds one, until what is returned was run. */
  Runnable add(Consumer<C> listener) {
    Registration<C> registration = new Registration<>(listener, new Object());
    registrations.add(registration);
    return () -> {
      telling.lock();
      try {
        registrations.remove(registration);
      } finally {
        telling.unlock();
      }
    };
  }

  void tell(C change) {
    telling.lock();
    try {
      for (Registration<C> registration : registrations) {
        tell(registration, change);
      }
    } finally {
      telling.unlock();
    }
  }

  private void tell(Registration<C> registration, C change) {
    // A listener may have closed another's watch.
    if (registrations.contains(registration)) {
      try {
        registration.listener().accept(change);
      } catch (RuntimeException e) {
        LOG.atWarn()
            .addKeyValue(LogEvent.KEY, LogEvent.LISTENER_FAILED)
            .addKeyValue("store", what)
            .setCause(e)
            .log("a listener failed on a change");
      }
    }
  }
}
