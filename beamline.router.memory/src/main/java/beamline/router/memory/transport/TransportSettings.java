package beamline.router.memory.transport;

import beamline.router.spi.ComponentConfig;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * What is configured below {@code transport.memory.}. Every number is a bound: whatever is
 * published, the transport holds no more.
 *
 * @param streams declared streams; a durable consumer of any other subject brings its own
 * @param fixed whether somebody configured the streams, so that they stay as they are
 * @param maxMessages messages that a stream keeps; the oldest is discarded for a new one
 * @param maxBytes bytes that a stream keeps, headers and subjects included
 * @param maxAge how long a stream keeps a message
 * @param duplicateWindow how long a stream remembers a message id
 * @param maxPendingMessages messages that wait for a slow subscription before new ones are dropped
 * @param maxPendingBytes bytes that wait for a slow subscription
 * @param maxPayloadBytes bytes of a message, headers included
 * @param maxPendingRequests requests that wait for their reply
 */
record TransportSettings(
    List<StreamSpec> streams,
    boolean fixed,
    int maxMessages,
    long maxBytes,
    Duration maxAge,
    Duration duplicateWindow,
    int maxPendingMessages,
    long maxPendingBytes,
    int maxPayloadBytes,
    int maxPendingRequests) {

  /** The subjects of the wire contract whose messages must not be lost; none that is requested. */
  static final String DEFAULT_STREAMS =
      "EXEC:caf.exec.>;USAGE:beamline.usage.v1.>;DLQ:beamline.router.v1.*.dlq";

  private static final List<String> OF_STREAMS = List.of("streams", "max-age", "duplicate-window");
  private static final Set<String> KEYS =
      Set.of(
          "streams",
          "max-messages",
          "max-bytes",
          "max-age",
          "duplicate-window",
          "max-pending-messages",
          "max-pending-bytes",
          "max-payload-bytes",
          "max-pending-requests");

  static TransportSettings from(ComponentConfig config) {
    config.onlyKnown(KEYS);
    int payload = (int) config.number("max-payload-bytes", 1 << 20, 1, 1 << 26);
    return new TransportSettings(
        StreamSpec.parse(config, config.text("streams").orElse(DEFAULT_STREAMS)),
        OF_STREAMS.stream().anyMatch(key -> config.text(key).isPresent()),
        (int) config.number("max-messages", 100_000, 1, 1 << 28),
        config.number("max-bytes", 64L << 20, 2L * payload, Long.MAX_VALUE),
        span(config, "max-age", Duration.ofHours(1)),
        span(config, "duplicate-window", Duration.ofMinutes(2)),
        (int) config.number("max-pending-messages", 65_536, 1, 1 << 28),
        config.number("max-pending-bytes", 64L << 20, 2L * payload, Long.MAX_VALUE),
        payload,
        (int) config.number("max-pending-requests", 65_536, 1, 1 << 28));
  }

  private static Duration span(ComponentConfig config, String name, Duration defaultValue) {
    Duration span = config.duration(name, defaultValue);
    if (span.toMillis() < 1 || span.toDays() > 36_500) {
      throw config.invalid(
          name, config.text(name).orElse(""), "a duration from 1ms to 876000h, such as 10s or 1h");
    }
    return span;
  }
}
