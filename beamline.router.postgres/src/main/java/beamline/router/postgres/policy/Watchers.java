package beamline.router.postgres.policy;

import beamline.router.api.policy.PolicyChange;
import beamline.router.spi.PolicyStore.Watch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who are told about changes, one change at a time. */
final class Watchers {
  private static final Logger LOG = LoggerFactory.getLogger(Watchers.class);

  /** Held while somebody is told, so that nobody is told after his watch was closed. */
  private final ReentrantLock telling = new ReentrantLock();

  private final List<Registration> registrations = new CopyOnWriteArrayList<>();

  /** An object of its own, since one listener may be registered twice. */
  private record Registration(Consumer<PolicyChange> listener, Object identity) {}

  Watch add(Consumer<PolicyChange> listener) {
    Registration registration = new Registration(listener, new Object());
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

  void tell(PolicyChange change) {
    telling.lock();
    try {
      for (Registration registration : registrations) {
        tell(registration, change);
      }
    } finally {
      telling.unlock();
    }
  }

  private void tell(Registration registration, PolicyChange change) {
    // A listener may have closed another's watch.
    if (registrations.contains(registration)) {
      try {
        registration.listener().accept(change);
      } catch (RuntimeException e) {
        LOG.warn("a listener failed on a change of policy {}", change.key(), e);
      }
    }
  }
}
