package beamline.router.examples.node;

import beamline.router.api.AssignmentKeys;
import beamline.router.api.ConfigKey;
import beamline.router.api.IntakeKeys;
import beamline.router.api.ResultKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterKeys;
import beamline.router.api.admin.RouterControls;
import java.util.LinkedHashSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The settings that change while the node runs: the kill switch and the lists of tenants. What else
 * was changed waits for the next start, and is told. A setting that was not changed changes
 * nothing: its control may have been set otherwise meanwhile, by an administrator.
 */
final class LiveSettings {
  private static final Logger LOG = LoggerFactory.getLogger(LiveSettings.class);
  private static final Set<ConfigKey<?>> CHANGEABLE =
      Set.of(
          AssignmentKeys.ENABLED,
          AssignmentKeys.PUSH_ENABLED,
          AssignmentKeys.ALLOWED_TENANTS,
          IntakeKeys.ALLOWED_TENANTS,
          ResultKeys.ALLOWED_TENANTS);

  private final RouterControls controls;
  private RouterConfig current;

  LiveSettings(RouterControls controls, RouterConfig current) {
    this.controls = controls;
    this.current = current;
  }

  /** Takes over what may change. Called by one thread. */
  void take(RouterConfig next) {
    Set<ConfigKey<?>> changed = changed(next);
    changed.forEach(key -> tell(key, text(current, key), text(next, key)));
    if (changed.contains(AssignmentKeys.ENABLED) || changed.contains(AssignmentKeys.PUSH_ENABLED)) {
      controls.assignmentsEnabled(
          next.get(AssignmentKeys.ENABLED) && next.get(AssignmentKeys.PUSH_ENABLED));
    }
    if (changed.contains(AssignmentKeys.ALLOWED_TENANTS)) {
      controls.pushTenants(next.get(AssignmentKeys.ALLOWED_TENANTS));
    }
    if (changed.contains(IntakeKeys.ALLOWED_TENANTS)) {
      controls.intakeTenants(next.get(IntakeKeys.ALLOWED_TENANTS));
    }
    if (changed.contains(ResultKeys.ALLOWED_TENANTS)) {
      controls.resultTenants(next.get(ResultKeys.ALLOWED_TENANTS));
    }
    current = next;
  }

  private Set<ConfigKey<?>> changed(RouterConfig next) {
    Set<ConfigKey<?>> changed = new LinkedHashSet<>();
    for (ConfigKey<?> key : RouterKeys.all()) {
      if (!text(current, key).equals(text(next, key))) {
        changed.add(key);
      }
    }
    return changed;
  }

  private static void tell(ConfigKey<?> key, String before, String now) {
    if (CHANGEABLE.contains(key)) {
      LOG.warn("{} was {} and is {} from now on", key.name(), before, now);
    } else if (key.secret()) {
      LOG.warn("{} was changed, which counts from the next start on", key.name());
    } else {
      LOG.warn("{} was {}; {} counts from the next start on", key.name(), before, now);
    }
  }

  private static String text(RouterConfig config, ConfigKey<?> key) {
    return String.valueOf(config.get(key));
  }
}
