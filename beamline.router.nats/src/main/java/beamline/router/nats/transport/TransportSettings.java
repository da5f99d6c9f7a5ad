package beamline.router.nats.transport;

import beamline.router.nats.connection.ConnectionSettings;
import beamline.router.spi.ComponentConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is configured below {@code transport.nats.} beside the connection itself.
 *
 * @param maxPending operations that wait for the connection
 * @param pendingTimeout how long they wait
 * @param failOpen whether messages are dropped instead
 * @param confirmTimeout how long a stream may take to confirm
 * @param jetStream whether JetStream is used
 * @param streams how streams are handled
 * @param allowlist the only subjects that messages are taken from; empty for all
 */
record TransportSettings(
    int maxPending,
    Duration pendingTimeout,
    boolean failOpen,
    Duration confirmTimeout,
    boolean jetStream,
    StreamSettings streams,
    List<String> allowlist) {

  static final TransportSettings DEFAULTS = from(ComponentConfig.empty());

  /** Names of its own, beside those of {@link ConnectionSettings}. */
  private static final Set<String> KEYS =
      Set.of(
          "max-pending-operations",
          "pending-timeout",
          "fail-open",
          "request-timeout",
          "subject-allowlist",
          "jetstream.enabled",
          "jetstream.manage",
          "jetstream.replicas",
          "jetstream.query-timeout");

  /** Refuses names that nobody knows, such as misspelt ones. */
  static void check(ComponentConfig config) {
    Set<String> known = new HashSet<>(KEYS);
    known.addAll(ConnectionSettings.KEYS);
    config.onlyKnown(known);
  }

  static TransportSettings from(ComponentConfig config) {
    return new TransportSettings(
        (int) config.number("max-pending-operations", 5_000, 1, 10_000_000),
        config.duration("pending-timeout", Duration.ofSeconds(60)),
        config.flag("fail-open", false),
        config.duration("request-timeout", Duration.ofSeconds(2)),
        config.flag("jetstream.enabled", true),
        new StreamSettings(
            config.flag("jetstream.manage", true),
            (int) config.number("jetstream.replicas", 1, 1, 5),
            config.duration("jetstream.query-timeout", Duration.ofSeconds(5))),
        config.text("subject-allowlist").map(TransportSettings::list).orElse(List.of()));
  }

  /** As the configuration writes a list: with commas between, in brackets and quotes or not. */
  private static List<String> list(String text) {
    return Arrays.stream(text.replaceAll("[\\[\\]\"]", "").split(",", -1))
        .map(String::strip)
        .filter(subject -> !subject.isEmpty())
        .toList();
  }
}
