package beamline.router.engine.audit;

import beamline.router.api.AuditKeys;
import beamline.router.api.ConfigKey;
import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.audit.ChainForm;
import beamline.router.audit.CheckpointKeys;
import beamline.router.audit.CheckpointSigner;
import beamline.router.audit.KeyRing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How the trail works.
 *
 * @param keys seals, and verifies what older keys sealed
 * @param form what a seal is over
 * @param chain the chain of this node
 * @param queueSize how many records may wait for the sink
 * @param reject whether a change is refused at once when that many wait
 * @param maxWait how long a change waits otherwise
 * @param decisions which decisions are recorded
 * @param redaction masks details
 * @param anchorFile where checkpoints go, if anywhere
 * @param signer signs them
 * @param checkpointInterval how often
 * @param retention how long records are kept
 * @param cleanupInterval how often older ones are removed
 */
public record AuditSettings(
    KeyRing keys,
    ChainForm form,
    String chain,
    int queueSize,
    boolean reject,
    Duration maxWait,
    AuditedDecisions decisions,
    Redaction redaction,
    Optional<Path> anchorFile,
    CheckpointSigner signer,
    Duration checkpointInterval,
    Duration retention,
    Duration cleanupInterval) {
  private static final int LONGEST_CHAIN = 64;

  /**
   * Reads them.
   *
   * @throws RouterException when keys do not suit one another
   */
  public static AuditSettings of(RouterConfig config) {
    KeyRing own = checked(AuditKeys.HMAC_KEY_ID, () -> ring(config));
    KeyRing keys =
        checked(
            AuditKeys.HMAC_OLD_KEYS,
            () -> config.get(AuditKeys.HMAC_OLD_KEYS).map(own::withOld).orElse(own));
    return new AuditSettings(
        keys,
        ChainForm.of(Integer.parseInt(config.get(AuditKeys.FORM))),
        config.get(AuditKeys.CHAIN).orElseGet(AuditSettings::host),
        config.get(AuditKeys.QUEUE_SIZE),
        config.get(AuditKeys.WHEN_FULL).equals("reject"),
        config.get(AuditKeys.MAX_WAIT),
        AuditedDecisions.of(config.get(AuditKeys.DECISIONS)),
        new Redaction(config.get(AuditKeys.REDACT)),
        config.get(AuditKeys.ANCHOR_FILE),
        checked(AuditKeys.CHECKPOINT_KEY_FILE, () -> signer(config, keys)),
        config.get(AuditKeys.CHECKPOINT_INTERVAL),
        config.get(AuditKeys.RETENTION),
        config.get(AuditKeys.CLEANUP_INTERVAL));
  }

  private static KeyRing ring(RouterConfig config) {
    return config
        .get(AuditKeys.HMAC_SECRET)
        .map(secret -> KeyRing.of(config.get(AuditKeys.HMAC_KEY_ID), secret))
        .orElseGet(KeyRing::unkeyed);
  }

  private static CheckpointSigner signer(RouterConfig config, KeyRing keys) {
    return config
        .get(AuditKeys.CHECKPOINT_KEY_FILE)
        .map(
            file ->
                CheckpointSigner.of(
                    String.valueOf(file.getFileName()), CheckpointKeys.privateKey(file)))
        .orElseGet(() -> CheckpointSigner.of(keys));
  }

  private static <T> T checked(ConfigKey<?> key, Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new RouterException(
          ErrorCode.CONFIGURATION_INVALID, key.name() + ": " + e.getMessage(), e);
    }
  }

  /** The host's name, as far as a chain can have it. Nobody is asked: that may take long. */
  private static String host() {
    String name = System.getenv("HOSTNAME");
    if (name == null || name.isBlank()) {
      try {
        name = Files.readString(Path.of("/etc/hostname"));
      } catch (IOException e) {
        name = "router";
      }
    }
    String chain = name.strip().replaceAll("[^A-Za-z0-9_-]", "-");
    return chain.isEmpty() ? "router" : chain.substring(0, Math.min(chain.length(), LONGEST_CHAIN));
  }
}
