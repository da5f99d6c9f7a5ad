package beamline.router.api;

import static beamline.router.api.ConfigKey.key;
import static beamline.router.api.ConfigType.choice;
import static beamline.router.api.ConfigType.duration;
import static beamline.router.api.ConfigType.flag;
import static beamline.router.api.ConfigType.optionalText;
import static beamline.router.api.ConfigType.path;
import static beamline.router.api.ConfigType.text;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who may administer the router, how, and what is written down about it. */
public final class AdminKeys {
  /** Whether the gRPC routing service answers. */
  public static final ConfigKey<Boolean> GRPC_ENABLED =
      key(
              "grpc.enabled",
              flag(),
              true,
              "Whether the gRPC routing service answers, where the host serves it.")
          .as("grpc_enabled")
          .planned();

  /** Whether the gRPC administration service answers. */
  public static final ConfigKey<Boolean> ADMIN_GRPC_ENABLED =
      key(
              "admin.grpc-enabled",
              flag(),
              true,
              "Whether the gRPC administration service answers, where the host serves it.")
          .as("admin_grpc_enabled")
          .planned();

  /** The key of the principal {@code admin}. */
  public static final ConfigKey<Optional<String>> API_KEY =
      key(
              "admin.api-key",
              optionalText(
                  "undefined, or 8 or more letters, digits, dots, underscores or dashes, and not"
                      + " the reference's dev-admin-key",
                  text -> text.matches("[A-Za-z0-9_.-]{8,}") && !text.equals("dev-admin-key")),
              Optional.empty(),
              "The key of the principal admin, who may do everything: shown in the header x-api-key,"
                  + " as a bearer token, or as api_key in the question.")
          .as("admin_api_key")
          .hidden();

  /** Who else may administer. */
  public static final ConfigKey<Optional<Path>> CREDENTIALS_FILE =
      key(
          "admin.credentials-file",
          path(),
          Optional.empty(),
          "A JSON file with the principals that may administer and the digests of their keys and"
              + " tokens; only its owner may read or write it. What they may do is in the access"
              + " store.");

  /** Whether callers that show nothing may look. */
  public static final ConfigKey<Boolean> ANONYMOUS =
      key(
          "admin.anonymous",
          flag(),
          false,
          "Whether a caller that shows no key is the principal anonymous, a viewer of all tenants."
              + " Off, and with neither a key nor a credentials file: the administration subjects"
              + " are not served.");

  /** Where stored decisions are asked for. */
  public static final ConfigKey<String> GET_DECISION_SUBJECT =
      key(
              "admin.get-decision-subject",
              text(),
              "beamline.router.v1.get_decision",
              "Where stored decisions are asked for.")
          .as("router_get_decision_subject");

  /** Whether a decision may be asked for without saying whose it is. */
  public static final ConfigKey<Boolean> GET_DECISION_WITHOUT_TENANT =
      key(
          "admin.get-decision-without-tenant",
          flag(),
          true,
          "Whether a stored decision is told to whoever does not say whose it is, as the gateway"
              + " does not; then only while a single tenant has one of that id. Off: tenant_id must"
              + " be in the question.");

  /** Whether who asks for a decision must show who it is. */
  public static final ConfigKey<Boolean> GET_DECISION_AUTHENTICATED =
      key(
          "admin.get-decision-authenticated",
          flag(),
          false,
          "Whether a stored decision is told only to who shows a key and may read the tenant's"
              + " policies. The gateway shows none.");

  /** How the administration subjects begin. */
  public static final ConfigKey<String> SUBJECT_PREFIX =
      key(
          "admin.subject-prefix",
          text(),
          "beamline.router.v1.admin.",
          "How the administration subjects begin.");

  /** Whether roles are checked. */
  public static final ConfigKey<Boolean> RBAC_ENABLED =
      key(
              "rbac.enabled",
              flag(),
              true,
              "Whether roles and permissions are checked. Off: whoever shows a valid key may do"
                  + " everything.")
          .as("rbac_enabled");

  /** How long audit records are kept. */
  public static final ConfigKey<Duration> AUDIT_RETENTION =
      key(
              "audit.retention",
              duration(Duration.ofDays(1), Duration.ofDays(3650)),
              Duration.ofDays(90),
              "How long audit records are kept, by sinks that delete.")
          .as("audit_retention_days")
          .planned();

  /** How often old audit records are deleted. */
  public static final ConfigKey<Duration> AUDIT_CLEANUP_INTERVAL =
      key(
              "audit.cleanup-interval",
              duration(Duration.ofSeconds(1), Duration.ofDays(30)),
              Duration.ofHours(1),
              "How often old audit records are deleted.")
          .as("audit_cleanup_interval_seconds")
          .planned();

  /** The secret of the audit chain. */
  public static final ConfigKey<Optional<String>> AUDIT_HMAC_SECRET =
      key(
              "audit.hmac-secret",
              optionalText(),
              Optional.empty(),
              "The secret that chains audit records together; undefined: no chain.")
          .as("beamline_hmac_secret")
          .hidden()
          .planned();

  /** Whether the control subjects are served. */
  public static final ConfigKey<String> CONTROL_MODE =
      key(
              "control.mode",
              choice("off", "on"),
              "off",
              "Whether the control subjects of development tools are served.")
          .as("control_mode", "router_control_mode")
          .planned();

  /** The tenant of control requests that name none. */
  public static final ConfigKey<String> CONTROL_TENANT_ID =
      key("control.tenant-id", text(), "local", "The tenant of control requests that name none.")
          .as("control_tenant_id", "router_control_tenant_id")
          .planned();

  /** The token that development tools must show. */
  public static final ConfigKey<Optional<String>> CONTROL_TOKEN =
      key(
              "control.token",
              optionalText(),
              Optional.empty(),
              "The token that development tools must show.")
          .as("control_token", "router_control_token")
          .hidden()
          .planned();

  /** Whether the old control subjects are served as well. */
  public static final ConfigKey<Boolean> CONTROL_SUBJECT_ALIAS =
      key(
              "control.subject-alias",
              flag(),
              false,
              "Whether the old control subjects, beamline.router.ide.v1.*, are served as well.")
          .as("router_control_subject_alias")
          .planned();

  private AdminKeys() {}

  static List<ConfigKey<?>> all() {
    return List.of(
        GRPC_ENABLED,
        ADMIN_GRPC_ENABLED,
        API_KEY,
        CREDENTIALS_FILE,
        ANONYMOUS,
        GET_DECISION_SUBJECT,
        GET_DECISION_WITHOUT_TENANT,
        GET_DECISION_AUTHENTICATED,
        SUBJECT_PREFIX,
        RBAC_ENABLED,
        AUDIT_RETENTION,
        AUDIT_CLEANUP_INTERVAL,
        AUDIT_HMAC_SECRET,
        CONTROL_MODE,
        CONTROL_TENANT_ID,
        CONTROL_TOKEN,
        CONTROL_SUBJECT_ALIAS);
  }
}
