package beamline.router.nats.policy;

import beamline.router.api.LogEvent;
import beamline.router.api.policy.PolicyChange;
import beamline.router.spi.PolicyStore.Watch;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who is told of changes, in order, one change at a time. Safe for concurrent use. */
final class PolicyWatchers {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyWatchers.class);

  private final ReentrantLock telling = new ReentrantLock();
  private final List<Registration> registrations = new CopyOnWriteArrayList<>();

  /** With an identity of its own, since a listener may be registered twice. */
  private record Registration(Consumer<PolicyChange> listener, Object identity) {}

  Watch add(Consumer<PolicyChange> listener) {
    Registration registration = new Registration(listener, new Object());
    registrations.add(registration);
    return () -> {
      telling.lock(); // a call that is under way ends first
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

  private static void tell(Registration registration, PolicyChange change) {
    try {
      registration.listener().accept(change);
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.LISTENER_FAILED)
          .addKeyValue("tenant_id", change.key().tenantId())
          .addKeyValue("policy_id", change.key().policyId())
          .setCause(e)
          .log("a listener failed on a change of a policy");
    }
  }
}
