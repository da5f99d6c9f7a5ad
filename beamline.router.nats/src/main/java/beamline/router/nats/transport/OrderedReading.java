package beamline.router.nats.transport;

import io.nats.client.Connection;
import io.nats.client.ConsumeOptions;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.Message;
import io.nats.client.MessageConsumer;
import io.nats.client.api.OrderedConsumerConfiguration;
import java.io.IOException;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a connection reads a stream with, in order and without a gap: a consumer of its own and a
 * thread. It ends with a connection that is away for some seconds, and the client does not make
 * another.
 */
public final class OrderedReading implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OrderedReading.class);

  private final Connection connection;
  private final String stream;
  private final Deliverer deliverer;
  private final MessageConsumer pulls;

  private OrderedReading(
      Connection connection, String stream, Deliverer deliverer, MessageConsumer pulls) {
    this.connection = connection;
    this.stream = stream;
    this.deliverer = deliverer;
    this.pulls = pulls;
  }

  /**
   * Begins to read; waits for the server.
   *
   * @param from which messages, and where to begin
   * @param handler runs on the reading's thread, one message at a time
   */
  public static OrderedReading open(
      Connection connection,
      String stream,
      JetStreamOptions options,
      OrderedConsumerConfiguration from,
      Consumer<Message> handler)
      throws IOException, JetStreamApiException {
    String read = Objects.requireNonNullElse(from.getFilterSubject(), stream);
    Deliverer deliverer = new Deliverer(connection, read, handler);
    deliverer.dispatcher().setPendingLimits(-1, -1); // as many as were pulled
    try {
      MessageConsumer pulls =
          connection
              .getStreamContext(stream, options)
              .createOrderedConsumer(from)
              .consume(
                  ConsumeOptions.builder().expiresIn(DurableSubscription.PULL_MILLIS).build(),
                  deliverer.dispatcher(),
                  deliverer);
      return new OrderedReading(connection, stream, deliverer, pulls);
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      deliverer.close();
      throw e;
    }
  }

  /** How many messages have come and wait for the handler. */
  public long pending() {
    return deliverer.pending();
  }

  /** Ends it; nothing more is handled, except what is being handled now. */
  @Override
  public void close() {
    try {
      pulls.close();
      // The server would keep it for minutes, in case that somebody reads on.
      connection.publish("$JS.API.CONSUMER.DELETE." + stream + "." + pulls.getConsumerName(), null);
    } catch (Exception e) {
      if (e instanceof InterruptedException) {
        Thread.currentThread().interrupt();
      }
      LOG.debug("a reading of {} could not be closed", stream, e);
    }
    deliverer.close();
  }
}
