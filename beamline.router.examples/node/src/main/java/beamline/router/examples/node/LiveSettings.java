package beamline.router.examples.node;

import beamline.router.api.AssignmentKeys;
import beamline.router.api.ConfigKey;
import beamline.router.api.IntakeKeys;
import beamline.router.api.LogEvent;
import beamline.router.api.ResultKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterKeys;
import beamline.router.api.admin.RouterControls;
import beamline.router.api.admin.TenantList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
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
  private final Map<ConfigKey<?>, String> taken = new HashMap<>();

  LiveSettings(RouterControls controls, RouterConfig current) {
    this.controls = controls;
    RouterKeys.all().forEach(key -> taken.put(key, text(current, key)));
  }

  /**
   * Takes over what may change. Assignments are stopped first and started last, so that none is
   * published in between that the lists hold back. Called by one thread.
   *
   * @throws beamline.router.api.RouterException when a change is refused; taken again, it goes on
   *     with that change
   */
  void take(RouterConfig next) {
    boolean assign = next.get(AssignmentKeys.ENABLED) && next.get(AssignmentKeys.PUSH_ENABLED);
    if (!assign) {
      assignments(next, false);
    }
    tenants(next, AssignmentKeys.ALLOWED_TENANTS, controls::pushTenants);
    tenants(next, IntakeKeys.ALLOWED_TENANTS, controls::intakeTenants);
    tenants(next, ResultKeys.ALLOWED_TENANTS, controls::resultTenants);
    if (assign) {
      assignments(next, true);
    }
    RouterKeys.all().stream()
        .filter(key -> !CHANGEABLE.contains(key))
        .forEach(key -> took(next, key));
  }

  private void assignments(RouterConfig next, boolean enabled) {
    if (isChanged(next, AssignmentKeys.ENABLED) || isChanged(next, AssignmentKeys.PUSH_ENABLED)) {
      controls.assignmentsEnabled(enabled);
      took(next, AssignmentKeys.ENABLED);
      took(next, AssignmentKeys.PUSH_ENABLED);
    }
  }

  private void tenants(RouterConfig next, ConfigKey<TenantList> key, Consumer<TenantList> control) {
    if (isChanged(next, key)) {
      control.accept(next.get(key));
      took(next, key);
    }
  }

  private boolean isChanged(RouterConfig next, ConfigKey<?> key) {
    return !text(next, key).equals(taken.get(key));
  }

  private void took(RouterConfig next, ConfigKey<?> key) {
    String now = text(next, key);
    String before = String.valueOf(taken.put(key, now));
    if (!now.equals(before)) {
      tell(key, before, now);
    }
  }

  private static void tell(ConfigKey<?> key, String before, String now) {
    if (CHANGEABLE.contains(key)) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.NODE_SETTING_IN_FORCE)
          .addKeyValue("setting", key.name())
          .addKeyValue("before", before)
          .addKeyValue("now", now)
          .log("a setting was changed and counts from now on");
    } else { // without its values: an URL may hold a password
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.NODE_SETTING_WAITS)
          .addKeyValue("setting", key.name())
          .log("a setting was changed, which counts from the next start on");
    }
  }

  private static String text(RouterConfig config, ConfigKey<?> key) {
    return String.valueOf(config.get(key));
  }
}
