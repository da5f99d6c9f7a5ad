package beamline.router.nats.transport;

import beamline.router.api.LogEvent;
import beamline.router.nats.connection.Differences;
import beamline.router.spi.StreamDeclaration;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.api.RetentionPolicy;
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
 * Streams of the server: created if missing, compared if present, never changed. Its methods wait
 * for the server.
 */
final class JetStreams {
  private static final Logger LOG = LoggerFactory.getLogger(JetStreams.class);

  private final StreamSettings settings;
  private final Differences differences;

  JetStreams(StreamSettings settings, Differences differences) {
    this.settings = settings;
    this.differences = differences;
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

  private void compare(StreamConfiguration found, StreamDeclaration wanted) {
    if (found.getRetentionPolicy() != RetentionPolicy.Limits) {
      throw Failures.unsuited(
          "stream "
              + found.getName()
              + " removes messages by "
              + found.getRetentionPolicy()
              + ", must keep them by "
              + RetentionPolicy.Limits);
    }
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
    differences
        .of("stream " + found.getName())
        .value("storage", found.getStorageType(), StorageType.File)
        .value("replicas", found.getReplicas(), settings.replicas())
        .done();
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
    LOG.atInfo()
        .addKeyValue(LogEvent.KEY, LogEvent.NATS_OBJECT_CREATED)
        .addKeyValue("stream", wanted.name())
        .addKeyValue("subjects", wanted.subjects())
        .log("created a stream");
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
}
