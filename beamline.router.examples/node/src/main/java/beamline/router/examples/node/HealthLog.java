package beamline.router.examples.node;

import beamline.router.api.RouterEngine;
import beamline.router.api.admin.Health;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells in the log when the node, or a part of it, is well or unwell. Used by one thread. */
final class HealthLog {
  private static final Logger LOG = LoggerFactory.getLogger(HealthLog.class);

  private final RouterEngine router;
  private final Map<String, Health.Component> known = new HashMap<>();
  private boolean ready;

  HealthLog(RouterEngine router) {
    this.router = router;
  }

  void look() {
    Health health = router.health();
    for (Health.Component now : health.components()) {
      Health.Component before = known.put(now.name(), now);
      if (before == null ? now.status() != Health.Status.UP : before.status() != now.status()) {
        tell(now);
      }
    }
    if (!ready && health.status() == Health.Status.UP && hasStarted(health)) {
      ready = true;
      LOG.info("ready");
    }
  }

  /** A part that has nothing to complain of may not have begun yet. */
  private static boolean hasStarted(Health health) {
    return health.components().stream().noneMatch(part -> part.detail().equals("not started"));
  }

  /** A part that is still starting is no cause for concern. */
  private void tell(Health.Component component) {
    boolean starting = !ready && component.status() == Health.Status.DEGRADED;
    if (starting || component.status() == Health.Status.UP) {
      LOG.info("{} is {}: {}", component.name(), component.status(), component.detail());
    } else {
      LOG.warn("{} is {}: {}", component.name(), component.status(), component.detail());
    }
  }
}
