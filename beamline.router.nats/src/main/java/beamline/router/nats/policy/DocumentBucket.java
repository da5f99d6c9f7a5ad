package beamline.router.nats.policy;

import beamline.router.nats.bucket.BucketSettings;
import beamline.router.nats.connection.ConnectionSettings;
import beamline.router.nats.connection.Dialer;
import beamline.router.nats.connection.LentDialer;
import beamline.router.nats.connection.NatsLink;
import beamline.router.nats.connection.OwnDialer;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.TransportTelemetry;
import io.nats.client.Connection;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.StorageType;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * A bucket of policies, or of documents of another kind that are kept in the same way, and the
 * store on it. Configured below {@code <kind>-store.nats.}.
 *
 * @param kind what is kept, as errors name it
 * @param kinds the same in the plural: the bucket is {@code beamline-<kinds>} unless it is set
 */
public record DocumentBucket(String kind, String kinds) {
  private static final Set<String> KEYS = Set.of("manage", "bucket", "replicas", "request-timeout");

  /** The most that a bucket keeps. */
  private static final int REVISIONS = 64;

  /** A store with a connection of its own. */
  public PolicyStore connecting(ComponentContext context) {
    Set<String> known = new HashSet<>(KEYS);
    known.addAll(ConnectionSettings.KEYS);
    context.config().onlyKnown(known);
    return on(new OwnDialer(context, "nats-" + kinds, TransportTelemetry.NONE, () -> {}), context);
  }

  /**
   * A store on a connection of the host's, which stays open.
   *
   * @param whenClosed what is to be closed after the store
   */
  public PolicyStore on(Connection connection, ComponentContext context, Runnable whenClosed) {
    return on(new LentDialer(connection, whenClosed), context);
  }

  private PolicyStore on(Dialer dialer, ComponentContext context) {
    BucketSettings settings = settings(context.config());
    return new NatsPolicyStore(new NatsLink(dialer, TransportTelemetry.NONE), settings, context);
  }

  private BucketSettings settings(ComponentConfig config) {
    KeyValueConfiguration wanted =
        KeyValueConfiguration.builder()
            .name(BucketSettings.name(config, "beamline-" + kinds))
            .description(
                kinds.substring(0, 1).toUpperCase(Locale.ROOT)
                    + kinds.substring(1)
                    + " of Beamline Router")
            .maxHistoryPerKey(REVISIONS)
            .ttl(Duration.ZERO)
            .replicas((int) config.number("replicas", 1, 1, 5))
            .storageType(StorageType.File)
            .build();
    return new BucketSettings(
        kind + " store", config.flag("manage", true), wanted, BucketSettings.timeout(config));
  }
}
