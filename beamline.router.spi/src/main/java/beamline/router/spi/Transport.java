package beamline.router.spi;

import beamline.router.api.RouterComponent;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A message bus: publish, request, serve, and consume durably.
 *
 * <p>Subjects are dot-separated tokens; in subscriptions {@code *} stands for one token and a final
 * {@code >} for one or more. Stages fail with {@link beamline.router.api.RouterException}: {@code
 * NATS_UNAVAILABLE} when not connected, {@code TIMEOUT} when nothing came in time. No method
 * blocks; handlers run on the transport's threads and must not block.
 */
public interface Transport extends RouterComponent {

  /**
   * Connects. Completes when connected for the first time; the transport then reconnects by itself.
   * Idempotent.
   */
  CompletionStage<Void> connect();

  /** Whether it is connected. */
  State state();

  /** Tells every change of the state. */
  Subscription onState(Consumer<State> listener);

  /** Publishes; completes when the message was handed to the bus. It may be lost on the way. */
  CompletionStage<Void> publish(Message message);

  /**
   * Publishes to a stream; completes when the stream has stored the message. A message with the
   * same {@link Message#MESSAGE_ID} within the stream's duplicate window is not stored again.
   */
  CompletionStage<Stored> publishAcknowledged(Message message);

  /**
   * Sends a request; completes with the first reply. Fails at once when nobody serves the subject.
   */
  CompletionStage<Message> request(Message message, Duration timeout);

  /**
   * Answers requests and takes messages on a subject.
   *
   * @param queueGroup members of the same group share the messages; empty for a member of its own
   * @param handler takes each message; to answer, it publishes to {@link Message#replyTo()}
   */
  Subscription serve(String subject, String queueGroup, Consumer<Message> handler);

  /** Consumes a subject durably: each message is delivered until it is acknowledged or given up. */
  Subscription consume(DurableConsumer consumer, Consumer<Delivery> handler);

  /** Lets subscriptions finish what they have, takes no more, and flushes what was published. */
  CompletionStage<Void> drain(Duration timeout);

  /** The state of the connection. */
  enum State {
    /** Never connected, or closed. */
    DISCONNECTED,
    /** Connecting for the first time. */
    CONNECTING,
    /** Connected. */
    CONNECTED,
    /** Was connected; trying again. */
    RECONNECTING
  }

  /**
   * A stored message.
   *
   * @param stream the stream that took it
   * @param sequence its number there
   * @param duplicate whether it had been stored before
   */
  record Stored(String stream, long sequence, boolean duplicate) {}

  /** Something that was registered. */
  interface Subscription extends AutoCloseable {
    /** Ends it; no handler call starts after this returns. */
    @Override
    void close();
  }
}
