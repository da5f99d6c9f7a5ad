package beamline.router.api;

import static beamline.router.api.ConfigKey.key;
import static beamline.router.api.ConfigType.choice;
import static beamline.router.api.ConfigType.duration;
import static beamline.router.api.ConfigType.integer;
import static beamline.router.api.ConfigType.list;
import static beamline.router.api.ConfigType.optionalText;
import static beamline.router.api.ConfigType.path;
import static beamline.router.api.ConfigType.text;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is written down of changes and decisions, and how it is sealed. */
public final class AuditKeys {
  private static final int MIN_SECRET_CHARACTERS = 16;

  /** How long audit records are kept. */
  public static final ConfigKey<Duration> RETENTION =
      key(
              "audit.retention",
              duration(Duration.ofDays(1), Duration.ofDays(3650)),
              Duration.ofDays(90),
              "How long audit records are kept, by sinks that delete. They delete whole segments, and"
                  + " the chain says up to where.")
          .as("audit_retention_days");

  /** How often old audit records are deleted. */
  public static final ConfigKey<Duration> CLEANUP_INTERVAL =
      key(
              "audit.cleanup-interval",
              duration(Duration.ofSeconds(1), Duration.ofDays(30)),
              Duration.ofHours(1),
              "How often old audit records are deleted.")
          .as("audit_cleanup_interval_seconds");

  /** The secret of the audit chain. */
  public static final ConfigKey<Optional<String>> HMAC_SECRET =
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
  public static final ConfigKey<String> HMAC_KEY_ID =
      key(
          "audit.hmac-key-id",
          text(),
          "1",
          "What that secret is called: each record says which one sealed it. A new secret needs a"
              + " new name.");

  /** The former secrets of the audit chain. */
  public static final ConfigKey<Optional<String>> HMAC_OLD_KEYS =
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
  public static final ConfigKey<String> FORM =
      key(
          "audit.form",
          choice("1", "2"),
          "2",
          "What a seal is over: 1 as the reference's tools compute it, 2 with lengths, chain, index"
              + " and key id.");

  /** The chain of a node. */
  public static final ConfigKey<Optional<String>> CHAIN =
      key(
          "audit.chain",
          optionalText(
              "1 to 64 letters, digits, _ and -, or undefined",
              text -> text.matches("[A-Za-z0-9_-]{1,64}")),
          Optional.empty(),
          "The chain that this node writes, and nobody else; undefined: the name of the host. Give"
              + " nodes whose host names change names that stay.");

  /** How many records wait for the sink. */
  public static final ConfigKey<Integer> QUEUE_SIZE =
      key("audit.queue-size", integer(1, 10_000_000), 8192, "How many records wait for the sink.");

  /** What happens when too many records wait. */
  public static final ConfigKey<String> WHEN_FULL =
      key(
          "audit.when-full",
          choice("block", "reject"),
          "block",
          "What becomes of a change when that many wait: block lets who makes it wait, at most for"
              + " audit.max-wait; reject refuses it at once. A decision never waits: if it cannot be"
              + " recorded, it is counted, and the chain tells how many are missing.");

  /** How long a change waits for its record. */
  public static final ConfigKey<Duration> MAX_WAIT =
      key(
          "audit.max-wait",
          duration(Duration.ofMillis(1), Duration.ofHours(1)),
          Duration.ofSeconds(5),
          "How long a change waits until its record has a place; then it is refused.");

  /** Which decisions are recorded. */
  public static final ConfigKey<String> DECISIONS =
      key(
          "audit.decisions",
          choice("none", "refused", "all"),
          "none",
          "Which decisions go to the audit log.");

  /** What is masked. */
  public static final ConfigKey<List<String>> REDACT =
      key(
          "audit.redact",
          list(),
          List.of(),
          "Names of details whose values are masked, such as user_id. What is called a password,"
              + " secret, token or key is masked in any case.");

  /** Where checkpoints go. */
  public static final ConfigKey<Optional<Path>> ANCHOR_FILE =
      key(
          "audit.anchor-file",
          path(),
          Optional.empty(),
          "The file to which signed checkpoints of the chain are appended; keep it where who can"
              + " write the log cannot write. Undefined: none are made.");

  /** How often checkpoints are made. */
  public static final ConfigKey<Duration> CHECKPOINT_INTERVAL =
      key(
          "audit.checkpoint-interval",
          duration(Duration.ofSeconds(1), Duration.ofDays(30)),
          Duration.ofMinutes(1),
          "How often a checkpoint is made, if there are new records.");

  /** With what checkpoints are signed. */
  public static final ConfigKey<Optional<Path>> CHECKPOINT_KEY_FILE =
      key(
          "audit.checkpoint-key-file",
          path(),
          Optional.empty(),
          "The Ed25519 private key, PKCS #8 in PEM, that signs checkpoints; undefined: the secret of"
              + " the chain does.");

  private AuditKeys() {}

  static List<ConfigKey<?>> all() {
    return List.of(
        RETENTION,
        CLEANUP_INTERVAL,
        HMAC_SECRET,
        HMAC_KEY_ID,
        HMAC_OLD_KEYS,
        FORM,
        CHAIN,
        QUEUE_SIZE,
        WHEN_FULL,
        MAX_WAIT,
        DECISIONS,
        REDACT,
        ANCHOR_FILE,
        CHECKPOINT_INTERVAL,
        CHECKPOINT_KEY_FILE);
  }
}
