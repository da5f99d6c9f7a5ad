package beamline.router.nats.transport;

import beamline.router.spi.ComponentConfig;
import java.time.Duration;

/**
 * What is configured below {@code transport.nats.} beside the connection itself.
 *
 * @param maxPending operations that wait for the connection
 * @param pendingTimeout how long they wait
 * @param failOpen whether messages are dropped instead
 * @param confirmTimeout how long a stream may take to confirm
 * @param streams how streams are handled
 */
record TransportSettings(
    int maxPending,
    Duration pendingTimeout,
    boolean failOpen,
    Duration confirmTimeout,
    StreamSettings streams) {

  static final TransportSettings DEFAULTS = from(ComponentConfig.empty());

  static TransportSettings from(ComponentConfig config) {
    return new TransportSettings(
        (int) config.number("max-pending-operations", 5_000, 1, 10_000_000),
        config.duration("pending-timeout", Duration.ofSeconds(60)),
        config.flag("fail-open", false),
        config.duration("request-timeout", Duration.ofSeconds(5)),
        new StreamSettings(
            config.flag("jetstream.manage", true),
            (int) config.number("jetstream.replicas", 1, 1, 5),
            config.duration("jetstream.query-timeout", Duration.ofSeconds(5))));
  }
}
