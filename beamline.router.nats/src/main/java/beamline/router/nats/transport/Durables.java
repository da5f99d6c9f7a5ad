package beamline.router.nats.transport;

import beamline.router.api.LogEvent;
import beamline.router.nats.connection.Differences;
import beamline.router.spi.DurableConsumer;
import io.nats.client.Connection;
import io.nats.client.ConsumerContext;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.api.DeliverPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Durable consumers of the server: created if missing, used as they are if present. Its methods
 * wait for the server.
 */
final class Durables {
  private static final Logger LOG = LoggerFactory.getLogger(Durables.class);
  private static final int NOT_FOUND = 404;
  private static final int THERE_ALREADY = 10_148;

  private final JetStreams streams;
  private final boolean manage;
  private final Differences differences;

  /** Those of these streams; created only if they are to be managed. */
  Durables(JetStreams streams, boolean manage, Differences differences) {
    this.streams = streams;
    this.manage = manage;
    this.differences = differences;
  }

  /** The durable consumer on its stream; the context knows how it is configured. */
  ConsumerContext find(Connection connection, DurableConsumer wanted)
      throws IOException, JetStreamApiException {
    String stream = streams.reading(connection, wanted.subject(), true);
    ConsumerContext there = find(connection, stream, wanted.durable());
    if (there == null) {
      create(connection, stream, wanted);
      there = connection.getConsumerContext(stream, wanted.durable(), streams.options());
    }
    compare(stream, configuration(there), wanted);
    return there;
  }

  /** How a consumer is configured at the server. */
  static ConsumerConfiguration configuration(ConsumerContext there) {
    // A context that was asked for by name comes with what the server said.
    return Objects.requireNonNull(there.getCachedConsumerInfo(), "consumer info")
        .getConsumerConfiguration();
  }

  /** How long it waits for an answer at most. */
  static Duration longestWait(ConsumerConfiguration there) {
    return there.getBackoff().stream()
        .max(Duration::compareTo)
        .orElseGet(() -> Objects.requireNonNullElse(there.getAckWait(), Duration.ZERO));
  }

  private @Nullable ConsumerContext find(Connection connection, String stream, String durable)
      throws IOException, JetStreamApiException {
    try {
      return connection.getConsumerContext(stream, durable, streams.options());
    } catch (JetStreamApiException e) {
      if (e.getErrorCode() == NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  private void create(Connection connection, String stream, DurableConsumer wanted)
      throws IOException, JetStreamApiException {
    if (!manage) {
      throw Failures.unsuited(
          "stream "
              + stream
              + " has no consumer "
              + wanted.durable()
              + ", and jetstream.manage is false: create it for "
              + wanted.subject());
    }
    try {
      streams.management(connection).createConsumer(stream, declared(wanted));
      LOG.atInfo()
          .addKeyValue(LogEvent.KEY, LogEvent.NATS_OBJECT_CREATED)
          .addKeyValue("durable", wanted.durable())
          .addKeyValue("stream", stream)
          .log("created a consumer");
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() != THERE_ALREADY) { // another node was faster
        throw e;
      }
    }
  }

  private void compare(String stream, ConsumerConfiguration there, DurableConsumer wanted) {
    String name = "consumer " + wanted.durable() + " of stream " + stream;
    if (!wanted.subject().equals(there.getFilterSubject())) {
      throw Failures.unsuited(
          name + " consumes " + there.getFilterSubjects() + ", must consume " + wanted.subject());
    }
    if (there.getDeliverSubject() != null) {
      throw Failures.unsuited(
          name + " pushes to " + there.getDeliverSubject() + ", must be one that is pulled from");
    }
    if (there.getAckPolicy() != AckPolicy.Explicit) {
      throw Failures.unsuited(
          name + " has ack policy " + there.getAckPolicy() + ", must have " + AckPolicy.Explicit);
    }
    ConsumerConfiguration declared = declared(wanted);
    differences
        .of(name)
        .value("deliver policy", there.getDeliverPolicy(), DeliverPolicy.All)
        .value("max deliver", there.getMaxDeliver(), declared.getMaxDeliver())
        .value("max ack pending", there.getMaxAckPending(), declared.getMaxAckPending())
        .value("ack wait", waits(there), waits(declared))
        .done();
  }

  private static ConsumerConfiguration declared(DurableConsumer wanted) {
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

  /** A backoff replaces the wait. */
  private static @Nullable Object waits(ConsumerConfiguration consumer) {
    return consumer.getBackoff().isEmpty() ? consumer.getAckWait() : consumer.getBackoff();
  }
}
