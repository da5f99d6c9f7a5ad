package beamline.router.nats.state;

import beamline.router.nats.bucket.BucketSettings;
import beamline.router.spi.ComponentConfig;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StorageType;
import java.time.Duration;
import java.util.Set;

/**
 * What is configured below {@code state-store.nats.} beside the connection.
 *
 * @param bucket where the entries are
 * @param maxOperations operations under way at a time
 */
record StateSettings(BucketSettings bucket, int maxOperations) {
  static final Set<String> KEYS =
      Set.of(
          "manage",
          "bucket",
          "max-age",
          "replicas",
          "storage",
          "request-timeout",
          "max-pending-operations");

  static StateSettings from(ComponentConfig config) {
    KeyValueConfiguration wanted =
        KeyValueConfiguration.builder()
            .name(BucketSettings.name(config, "beamline-state"))
            .description("State of Beamline Router")
            .maxHistoryPerKey(1)
            .ttl(BucketSettings.positive(config, "max-age", Duration.ofHours(24)))
            .replicas((int) config.number("replicas", 1, 1, 5))
            .storageType(storage(config))
            .build();
    return new StateSettings(
        new BucketSettings(
            "state store", config.flag("manage", true), wanted, BucketSettings.timeout(config)),
        (int) config.number("max-pending-operations", 5_000, 1, 10_000_000));
  }

  private static StorageType storage(ComponentConfig config) {
    String storage = config.text("storage").orElse("file");
    return switch (storage) {
      case "file" -> StorageType.File;
      case "memory" -> StorageType.Memory;
      default -> throw config.invalid("storage", storage, "file or memory");
    };
  }
}
