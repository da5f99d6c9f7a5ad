package beamline.router.api;

import static beamline.router.api.ConfigKey.key;
import static beamline.router.api.ConfigType.choice;
import static beamline.router.api.ConfigType.duration;
import static beamline.router.api.ConfigType.flag;
import static beamline.router.api.ConfigType.integer;
import static beamline.router.api.ConfigType.list;
import static beamline.router.api.ConfigType.optionalText;
import static beamline.router.api.ConfigType.path;
import static beamline.router.api.ConfigType.text;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Who may administer the router, how, and what is written down about it. */
public final class AdminKeys {
  private static final int MIN_SECRET_CHARACTERS = 16;

  /** Whether the gRPC routing service answers. */
  public static final ConfigKey<Boolean> GRPC_ENABLED =
      key(
              "grpc.enabled",
              flag(),
              true,
              "Whether the gRPC routing service answers, where the host serves gRPC.")
          .as("grpc_enabled");

  /** Whether the gRPC administration service answers. */
  public static final ConfigKey<Boolean> ADMIN_GRPC_ENABLED =
      key(
              "admin.grpc-enabled",
              flag(),
              true,
              "Whether the gRPC administration service answers, where the host serves gRPC. It refuses"
                  + " to start while nobody can show who it is.")
          .as("admin_grpc_enabled");

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
              "How long audit records are kept, by sinks that delete. They delete whole segments, and"
                  + " the chain says up to where.")
          .as("audit_retention_days");

  /** How often old audit records are deleted. */
  public static final ConfigKey<Duration> AUDIT_CLEANUP_INTERVAL =
      key(
              "audit.cleanup-interval",
              duration(Duration.ofSeconds(1), Duration.ofDays(30)),
              Duration.ofHours(1),
              "How often old audit records are deleted.")
          .as("audit_cleanup_interval_seconds");

  /** The secret of the audit chain. */
  public static final ConfigKey<Optional<String>> AUDIT_HMAC_SECRET =
      key(
              "audit.hmac-secret",
              optionalText(
                  "undefined, or 16 or more characters",
                  text -> text.length() >= MIN_SECRET_CHARACTERS),
              Optional.empty(),
              "The secret that seals audit records, of 16 or more characters; undefined: they are"
                  + " sealed with a key that everybody knows, which shows accidents only.")
          .as("beamline_hmac_secret")
          .hidden();

  /** What the secret of the audit chain is called. */
  public static final ConfigKey<String> AUDIT_HMAC_KEY_ID =
      key(
          "audit.hmac-key-id",
          text(),
          "1",
          "What that secret is called: each record says which one sealed it. A new secret needs a"
              + " new name.");

  /** The former secrets of the audit chain. */
  public static final ConfigKey<Optional<String>> AUDIT_HMAC_OLD_KEYS =
      key(
              "audit.hmac-old-keys",
              optionalText(
                  "undefined, or id:secret with commas between them",
                  text -> text.matches("[A-Za-z0-9_.-]+:[^,]{16,}(,[A-Za-z0-9_.-]+:[^,]{16,})*")),
              Optional.empty(),
              "Former secrets, id:secret with commas between them, with which older records are"
                  + " verified.")
          .hidden();

  /** What a seal is over. */
  public static final ConfigKey<String> AUDIT_FORM =
      key(
          "audit.form",
          choice("1", "2"),
          "2",
          "What a seal is over: 1 as the reference's tools compute it, 2 with lengths, chain, index"
              + " and key id.");

  /** The chain of a node. */
  public static final ConfigKey<Optional<String>> AUDIT_CHAIN =
      key(
          "audit.chain",
          optionalText(
              "1 to 64 letters, digits, _ and -, or undefined",
              text -> text.matches("[A-Za-z0-9_-]{1,64}")),
          Optional.empty(),
          "The chain that this node writes, and nobody else; undefined: the name of the host. Give"
              + " nodes whose host names change names that stay.");

  /** How many records wait for the sink. */
  public static final ConfigKey<Integer> AUDIT_QUEUE_SIZE =
      key("audit.queue-size", integer(1, 10_000_000), 8192, "How many records wait for the sink.");

  /** What happens when too many records wait. */
  public static final ConfigKey<String> AUDIT_WHEN_FULL =
      key(
          "audit.when-full",
          choice("block", "reject"),
          "block",
          "What becomes of a change when that many wait: block lets who makes it wait, at most for"
              + " audit.max-wait; reject refuses it at once. A decision never waits: if it cannot be"
              + " recorded, it is counted, and the chain tells how many are missing.");

  /** How long a change waits for its record. */
  public static final ConfigKey<Duration> AUDIT_MAX_WAIT =
      key(
          "audit.max-wait",
          duration(Duration.ofMillis(1), Duration.ofHours(1)),
          Duration.ofSeconds(5),
          "How long a change waits until its record has a place; then it is refused.");

  /** Which decisions are recorded. */
  public static final ConfigKey<String> AUDIT_DECISIONS =
      key(
          "audit.decisions",
          choice("none", "refused", "all"),
          "none",
          "Which decisions go to the audit log.");

  /** What is masked. */
  public static final ConfigKey<List<String>> AUDIT_REDACT =
      key(
          "audit.redact",
          list(),
          List.of(),
          "Names of details whose values are masked, such as user_id. What is called a password,"
              + " secret, token or key is masked in any case.");

  /** Where checkpoints go. */
  public static final ConfigKey<Optional<Path>> AUDIT_ANCHOR_FILE =
      key(
          "audit.anchor-file",
          path(),
          Optional.empty(),
          "The file to which signed checkpoints of the chain are appended; keep it where who can"
              + " write the log cannot write. Undefined: none are made.");

  /** How often checkpoints are made. */
  public static final ConfigKey<Duration> AUDIT_CHECKPOINT_INTERVAL =
      key(
          "audit.checkpoint-interval",
          duration(Duration.ofSeconds(1), Duration.ofDays(30)),
          Duration.ofMinutes(1),
          "How often a checkpoint is made, if there are new records.");

  /** With what checkpoints are signed. */
  public static final ConfigKey<Optional<Path>> AUDIT_CHECKPOINT_KEY_FILE =
      key(
          "audit.checkpoint-key-file",
          path(),
          Optional.empty(),
          "The Ed25519 private key, PKCS #8 in PEM, that signs checkpoints; undefined: the secret of"
              + " the chain does.");

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
        AUDIT_HMAC_KEY_ID,
        AUDIT_HMAC_OLD_KEYS,
        AUDIT_FORM,
        AUDIT_CHAIN,
        AUDIT_QUEUE_SIZE,
        AUDIT_WHEN_FULL,
        AUDIT_MAX_WAIT,
        AUDIT_DECISIONS,
        AUDIT_REDACT,
        AUDIT_ANCHOR_FILE,
        AUDIT_CHECKPOINT_INTERVAL,
        AUDIT_CHECKPOINT_KEY_FILE,
        CONTROL_MODE,
        CONTROL_TENANT_ID,
        CONTROL_TOKEN,
        CONTROL_SUBJECT_ALIAS);
  }
}
