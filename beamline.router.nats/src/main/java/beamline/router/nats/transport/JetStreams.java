package beamline.router.nats.transport;

import beamline.router.spi.DurableConsumer;
import beamline.router.spi.StreamDeclaration;
import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams and consumers of the server: created if missing, compared if present. Streams are never
 * changed. Its methods wait for the server.
 */
final class JetStreams {
  private static final Logger LOG = LoggerFactory.getLogger(JetStreams.class);
  private static final int NOT_FOUND = 404;

  private final StreamSettings settings;

  JetStreams(StreamSettings settings) {
    this.settings = settings;
  }

  JetStreamManagement management(Connection connection) throws IOException {
    return connection.jetStreamManagement(options());
  }

  JetStreamOptions options() {
    return JetStreamOptions.builder().requestTimeout(settings.queryTimeout()).build();
  }

  /** The name of the stream that holds these subjects. */
  String declare(Connection connection, StreamDeclaration wanted)
      throws IOException, JetStreamApiException {
    JetStreamManagement management = management(connection);
    StreamConfiguration found = null;
    List<String> missing = new ArrayList<>();
    for (String subject : wanted.subjects()) {
      StreamConfiguration stream = holding(management, subject);
      if (stream == null) {
        missing.add(subject);
      } else if (found != null && !found.getName().equals(stream.getName())) {
        throw Failures.unsuited(
            "subjects "
                + wanted.subjects()
                + " must be in one stream, but streams "
                + found.getName()
                + " and "
                + stream.getName()
                + " share them");
      } else {
        found = stream;
      }
    }
    if (found == null) {
      return create(management, wanted);
    }
    if (!missing.isEmpty()) {
      throw Failures.unsuited(
          "stream "
              + found.getName()
              + " has subjects "
              + found.getSubjects()
              + ", must have "
              + missing
              + " as well");
    }
    compare(found, wanted);
    return found.getName();
  }

  private static void compare(StreamConfiguration found, StreamDeclaration wanted) {
    Duration age = found.getMaxAge();
    boolean keepsForEver = age == null || age.isZero();
    if (!keepsForEver && (wanted.maxAge().isZero() || age.compareTo(wanted.maxAge()) < 0)) {
      throw Failures.unsuited(
          "stream "
              + found.getName()
              + " keeps messages for "
              + age
              + ", must keep them for "
              + (wanted.maxAge().isZero() ? "ever" : wanted.maxAge().toString()));
    }
    Duration window = found.getDuplicateWindow();
    if (window != null && window.compareTo(wanted.duplicateWindow()) < 0) {
      throw Failures.unsuited(
          "stream "
              + found.getName()
              + " has the duplicate window "
              + window
              + ", must have "
              + wanted.duplicateWindow()
              + " or more");
    }
  }

  private String create(JetStreamManagement management, StreamDeclaration wanted)
      throws IOException, JetStreamApiException {
    if (!settings.manage()) {
      throw Failures.unsuited(
          "no stream holds "
              + wanted.subjects()
              + ", and jetstream.manage is false: create "
              + wanted.name()
              + " with duplicate window "
              + wanted.duplicateWindow());
    }
    StreamConfiguration.Builder stream =
        StreamConfiguration.builder()
            .name(wanted.name())
            .subjects(wanted.subjects())
            .storageType(StorageType.File)
            .replicas(settings.replicas());
    if (!wanted.maxAge().isZero()) {
      stream.maxAge(wanted.maxAge());
    }
    if (!wanted.duplicateWindow().isZero()) {
      stream.duplicateWindow(wanted.duplicateWindow());
    }
    management.addStream(stream.build());
    LOG.info("created stream {} for {}", wanted.name(), wanted.subjects());
    return wanted.name();
  }

  /** The stream that confirms what is published there. */
  Optional<String> confirming(Connection connection, String subject)
      throws IOException, JetStreamApiException {
    JetStreamManagement management = management(connection);
    for (String name : management.getStreamNames(subject)) {
      if (!management.getStreamInfo(name).getConfiguration().getNoAck()) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /** The stream that holds every message of a subject, made if there is none at all. */
  String reading(Connection connection, String subject, boolean create)
      throws IOException, JetStreamApiException {
    JetStreamManagement management = management(connection);
    StreamConfiguration found = holding(management, subject);
    if (found != null) {
      return found.getName();
    }
    if (!create) {
      throw Failures.unsuited("no stream holds " + subject);
    }
    String name = subject.replace('.', '_').replace("*", "ANY").replace(">", "ALL");
    return create(
        management, new StreamDeclaration(name, List.of(subject), Duration.ZERO, Duration.ZERO));
  }

  private static @Nullable StreamConfiguration holding(
      JetStreamManagement management, String subject) throws IOException, JetStreamApiException {
    List<String> some = new ArrayList<>();
    for (String name : management.getStreamNames(subject)) {
      StreamConfiguration stream = management.getStreamInfo(name).getConfiguration();
      for (String held : stream.getSubjects()) {
        if (Subjects.covers(held, subject)) {
          return stream;
        }
      }
      some.add(name + " " + stream.getSubjects());
    }
    if (!some.isEmpty()) {
      throw Failures.unsuited(subject + " lies only partly in " + some);
    }
    return null;
  }

  /** The durable consumer on its stream; the newest declaration is in force. */
  ConsumerContext consumer(Connection connection, DurableConsumer wanted)
      throws IOException, JetStreamApiException {
    String stream = reading(connection, wanted.subject(), true);
    JetStreamManagement management = management(connection);
    ConsumerConfiguration former = former(management, stream, wanted.durable());
    if (former != null && !wanted.subject().equals(former.getFilterSubject())) {
      throw Failures.unsuited(
          "consumer "
              + wanted.durable()
              + " of stream "
              + stream
              + " consumes "
              + former.getFilterSubject()
              + ", must consume "
              + wanted.subject());
    }
    ConsumerConfiguration configuration = configuration(wanted);
    if (former == null && !settings.manage()) {
      throw Failures.unsuited(
          "stream "
              + stream
              + " has no consumer "
              + wanted.durable()
              + ", and jetstream.manage is false: create it for "
              + wanted.subject());
    }
    if (former != null && differs(stream, former, configuration) && !settings.manage()) {
      return connection.getConsumerContext(stream, wanted.durable(), options());
    }
    return connection.getStreamContext(stream, options()).createOrUpdateConsumer(configuration);
  }

  private static @Nullable ConsumerConfiguration former(
      JetStreamManagement management, String stream, String durable)
      throws IOException, JetStreamApiException {
    try {
      return management.getConsumerInfo(stream, durable).getConsumerConfiguration();
    } catch (JetStreamApiException e) {
      if (e.getErrorCode() == NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  private static ConsumerConfiguration configuration(DurableConsumer wanted) {
    ConsumerConfiguration.Builder configuration =
        ConsumerConfiguration.builder()
            .durable(wanted.durable())
            .filterSubject(wanted.subject())
            .ackPolicy(AckPolicy.Explicit)
            .ackWait(wanted.ackWait())
            .maxDeliver(wanted.maxDeliver())
            .maxAckPending(wanted.maxInFlight());
    List<Duration> backoff = wanted.backoff();
    if (!backoff.isEmpty()) {
      // The server wants fewer entries than deliveries; the last one repeats.
      int entries = Math.min(backoff.size(), Math.max(1, wanted.maxDeliver() - 1));
      configuration.backoff(backoff.subList(0, entries).toArray(Duration[]::new));
    }
    return configuration.build();
  }

  private static boolean differs(
      String stream, ConsumerConfiguration former, ConsumerConfiguration wanted) {
    String before = described(former);
    String after = described(wanted);
    if (before.equals(after)) {
      return false;
    }
    LOG.warn(
        "consumer {} of stream {} has {}, configured is {}",
        wanted.getDurable(),
        stream,
        before,
        after);
    return true;
  }

  private static String described(ConsumerConfiguration consumer) {
    boolean scheduled = !consumer.getBackoff().isEmpty(); // then it replaces the wait
    return "max deliver "
        + consumer.getMaxDeliver()
        + ", max ack pending "
        + consumer.getMaxAckPending()
        + (scheduled
            ? ", backoff " + consumer.getBackoff()
            : ", ack wait " + consumer.getAckWait());
  }
}
