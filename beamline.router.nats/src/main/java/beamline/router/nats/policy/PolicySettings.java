package beamline.router.nats.policy;

import beamline.router.nats.bucket.BucketSettings;
import beamline.router.spi.ComponentConfig;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StorageType;
import java.time.Duration;
import java.util.Set;

/** What is configured below {@code policy-store.nats.} beside the connection. */
final class PolicySettings {
  static final Set<String> KEYS = Set.of("manage", "bucket", "replicas", "request-timeout");

  /** The most that a bucket keeps. */
  private static final int REVISIONS = 64;

  private PolicySettings() {}

  static BucketSettings from(ComponentConfig config) {
    KeyValueConfiguration wanted =
        KeyValueConfiguration.builder()
            .name(BucketSettings.name(config, "beamline-policies"))
            .description("Policies of Beamline Router")
            .maxHistoryPerKey(REVISIONS)
            .ttl(Duration.ZERO)
            .replicas((int) config.number("replicas", 1, 1, 5))
            .storageType(StorageType.File)
            .build();
    return new BucketSettings(
        "policy store", config.flag("manage", true), wanted, BucketSettings.timeout(config));
  }
}
