package beamline.router.nats.state;

import beamline.router.spi.ComponentConfig;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StorageType;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is configured below {@code state-store.nats.} beside the connection.
 *
 * @param manage whether the bucket is created if it is missing
 * @param bucket the bucket's name
 * @param maxAge how long an entry lives at most
 * @param replicas how many servers hold the bucket
 * @param storage where they hold it
 * @param timeout how long an operation may take
 * @param maxOperations operations under way at a time
 */
record StateSettings(
    boolean manage,
    String bucket,
    Duration maxAge,
    int replicas,
    StorageType storage,
    Duration timeout,
    int maxOperations) {
  static final Set<String> KEYS =
      Set.of(
          "manage",
          "bucket",
          "max-age",
          "replicas",
          "storage",
          "request-timeout",
          "max-pending-operations");

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  static StateSettings from(ComponentConfig config) {
    String bucket = config.text("bucket").orElse("beamline-state");
    if (!NAME.matcher(bucket).matches()) {
      throw config.invalid("bucket", bucket, "1 to 64 letters, digits, - or _");
    }
    return new StateSettings(
        config.flag("manage", true),
        bucket,
        positive(config, "max-age", Duration.ofHours(24)),
        (int) config.number("replicas", 1, 1, 5),
        storage(config),
        positive(config, "request-timeout", Duration.ofSeconds(5)),
        (int) config.number("max-pending-operations", 5_000, 1, 10_000_000));
  }

  /** The bucket to be created when there is none. */
  KeyValueConfiguration wanted() {
    return KeyValueConfiguration.builder()
        .name(bucket)
        .description("State of Beamline Router")
        .maxHistoryPerKey(1)
        .ttl(maxAge)
        .replicas(replicas)
        .storageType(storage)
        .build();
  }

  private static StorageType storage(ComponentConfig config) {
    String storage = config.text("storage").orElse("file");
    return switch (storage) {
      case "file" -> StorageType.File;
      case "memory" -> StorageType.Memory;
      default -> throw config.invalid("storage", storage, "file or memory");
    };
  }

  private static Duration positive(ComponentConfig config, String key, Duration otherwise) {
    Duration value = config.duration(key, otherwise);
    if (value.isZero()) {
      throw config.invalid(key, "0", "more than 0");
    }
    return value;
  }
}
