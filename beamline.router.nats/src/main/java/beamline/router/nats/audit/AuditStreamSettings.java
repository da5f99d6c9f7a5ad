package beamline.router.nats.audit;

import beamline.router.spi.ComponentConfig;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is configured below {@code audit-sink.nats.} beside the connection.
 *
 * @param stream the stream that holds all chains
 * @param subjectPrefix how the subjects of chains begin, with the final dot
 * @param manage whether the stream is created if it is missing
 * @param replicas how many servers hold a stream that is created
 * @param timeout how long an answer may take
 */
record AuditStreamSettings(
    String stream, String subjectPrefix, boolean manage, int replicas, Duration timeout) {
  static final Set<String> KEYS =
      Set.of("stream", "subject-prefix", "manage", "replicas", "request-timeout");

  private static final Pattern STREAM = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern PREFIX = Pattern.compile("([A-Za-z0-9_-]+\\.)+");

  static AuditStreamSettings from(ComponentConfig config) {
    String stream = config.text("stream").orElse("BEAMLINE_AUDIT");
    if (!STREAM.matcher(stream).matches()) {
      throw config.invalid("stream", stream, "1 to 64 letters, digits, - or _");
    }
    String prefix = config.text("subject-prefix").orElse("beamline.router.v1.audit.");
    if (!PREFIX.matcher(prefix).matches()) {
      throw config.invalid(
          "subject-prefix", prefix, "words of letters, digits, - or _, each with a dot after it");
    }
    Duration timeout = config.duration("request-timeout", Duration.ofSeconds(5));
    if (timeout.isZero()) {
      throw config.invalid("request-timeout", "0", "more than 0");
    }
    return new AuditStreamSettings(
        stream,
        prefix,
        config.flag("manage", true),
        (int) config.number("replicas", 1, 1, 5),
        timeout);
  }

  /** Where the entries of a chain go. */
  String subject(String chain) {
    return subjectPrefix + chain;
  }

  /** How a missing stream is created: nothing is ever dropped, and no single message deleted. */
  StreamConfiguration wanted() {
    return StreamConfiguration.builder()
        .name(stream)
        .description("The audit log of Beamline Router")
        .subjects(subject("*"))
        .storageType(StorageType.File)
        .replicas(replicas)
        .denyDelete(true)
        .build();
  }
}
