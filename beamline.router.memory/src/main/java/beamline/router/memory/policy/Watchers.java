package beamline.router.memory.policy;

import beamline.router.api.policy.PolicyChange;
import beamline.router.spi.PolicyStore.Watch;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Those who are told about changes. All calls come under the store's lock, which keeps the changes
 * in order.
 */
final class Watchers {
  private static final Logger LOG = System.getLogger(Watchers.class.getName());

  private final List<Registration> registrations = new CopyOnWriteArrayList<>();

  /** An object of its own, since one listener may be registered twice. */
  private record Registration(Consumer<PolicyChange> listener, Object identity) {}

  Watch add(Consumer<PolicyChange> listener, Consumer<Runnable> underLock) {
    Registration registration = new Registration(listener, new Object());
    underLock.accept(() -> registrations.add(registration));
    return () -> underLock.accept(() -> registrations.remove(registration));
  }

  void tell(PolicyChange change) {
    for (Registration registration : registrations) {
      try {
        registration.listener().accept(change);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "a listener failed on a change of policy " + change.key(), e);
      }
    }
  }
}
