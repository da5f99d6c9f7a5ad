package beamline.router.api;

import static beamline.router.api.ConfigKey.key;
import static beamline.router.api.ConfigType.choice;
import static beamline.router.api.ConfigType.flag;
import static beamline.router.api.ConfigType.optionalText;
import static beamline.router.api.ConfigType.text;

import java.util.List;
import java.util.Optional;

/** What development tools may do. */
public final class ControlKeys {
  /** Whether the control subjects are served. */
  public static final ConfigKey<String> MODE =
      key(
              "control.mode",
              choice("off", "on"),
              "off",
              "Whether the control subjects of development tools are served.")
          .as("control_mode", "router_control_mode")
          .planned();

  /** The tenant of control requests that name none. */
  public static final ConfigKey<String> TENANT_ID =
      key("control.tenant-id", text(), "local", "The tenant of control requests that name none.")
          .as("control_tenant_id", "router_control_tenant_id")
          .planned();

  /** The token that development tools must show. */
  public static final ConfigKey<Optional<String>> TOKEN =
      key(
              "control.token",
              optionalText(),
              Optional.empty(),
              "The token that development tools must show.")
          .as("control_token", "router_control_token")
          .hidden()
          .planned();

  /** Whether the old control subjects are served as well. */
  public static final ConfigKey<Boolean> SUBJECT_ALIAS =
      key(
              "control.subject-alias",
              flag(),
              false,
              "Whether the old control subjects, beamline.router.ide.v1.*, are served as well.")
          .as("router_control_subject_alias")
          .planned();

  private ControlKeys() {}

  static List<ConfigKey<?>> all() {
    return List.of(MODE, TENANT_ID, TOKEN, SUBJECT_ALIAS);
  }
}
