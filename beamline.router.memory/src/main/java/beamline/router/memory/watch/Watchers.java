package beamline.router.memory.watch;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;
import java.util.function.Consumer;

/**
 * Those who are told about the changes of a store, under its lock, which keeps the changes in
 * order.
 *
 * @param <C> a change
 */
public final class Watchers<C> {
  private static final Logger LOG = System.getLogger(Watchers.class.getName());

  private final String what;
  private final Lock lock;
  private final List<Registration<C>> registrations = new CopyOnWriteArrayList<>();

  /** An object of its own, since one listener may be registered twice. */
  private record Registration<C>(Consumer<C> listener, Object identity) {}

  /**
   * Nobody yet.
   *
   * @param what is changed, in the plural
   * @param lock that of the store
   */
  public Watchers(String what, Lock lock) {
    this.what = what;
    this.lock = lock;
  }

  /** Adds one, until what is returned was run. */
  public Runnable add(Consumer<C> listener) {
    Registration<C> registration = new Registration<>(listener, new Object());
    locked(() -> registrations.add(registration));
    return () -> locked(() -> registrations.remove(registration));
  }

  private void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Tells a change; the lock is held. */
  public void tell(C change) {
    for (Registration<C> registration : registrations) {
      try {
        registration.listener().accept(change);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "a listener failed on a change of " + what, e);
      }
    }
  }
}
