package beamline.router.api;

import static beamline.router.api.ConfigKey.key;
import static beamline.router.api.ConfigType.flag;
import static beamline.router.api.ConfigType.optionalText;
import static beamline.router.api.ConfigType.path;
import static beamline.router.api.ConfigType.text;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Who may administer the router, and where. */
public final class AdminKeys {
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

  private AdminKeys() {}

  static List<ConfigKey<?>> all() {
    return List.of(
        API_KEY,
        CREDENTIALS_FILE,
        ANONYMOUS,
        GET_DECISION_SUBJECT,
        GET_DECISION_WITHOUT_TENANT,
        GET_DECISION_AUTHENTICATED,
        SUBJECT_PREFIX,
        RBAC_ENABLED);
  }
}
