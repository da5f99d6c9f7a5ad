package beamline.router.examples.node;

import beamline.router.api.LogEvent;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.Health;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

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
      LOG.atInfo().addKeyValue(LogEvent.KEY, LogEvent.NODE_READY).log("ready");
    }
  }

  /** A part that has nothing to complain of may not have begun yet. */
  private static boolean hasStarted(Health health) {
    return health.components().stream().noneMatch(part -> part.detail().equals("not started"));
  }

  /** A part that is still starting is no cause for concern. */
  private void tell(Health.Component component) {
    boolean starting = !ready && component.status() == Health.Status.DEGRADED;
    if (starting) {
      tell(LOG.atInfo(), LogEvent.NODE_PART_STARTING, component).log("a part is starting");
    } else if (component.status() == Health.Status.UP) {
      tell(LOG.atInfo(), LogEvent.NODE_PART_RECOVERED, component).log("a part is well again");
    } else {
      tell(LOG.atWarn(), LogEvent.NODE_PART_UNWELL, component).log("a part is unwell");
    }
  }

  private static LoggingEventBuilder tell(
      LoggingEventBuilder line, LogEvent event, Health.Component component) {
    return line.addKeyValue(LogEvent.KEY, event)
        .addKeyValue("part", component.name())
        .addKeyValue("status", component.status())
        .addKeyValue("reason", component.detail());
  }
}
