package beamline.router.spi;

import beamline.router.api.RouterComponent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A message bus: publish, request, serve, and consume durably. The semantics are those of NATS and
 * JetStream; the testkit's {@code TransportContract} has them as numbered rules.
 *
 * <p>Subjects are dot-separated tokens; in subscriptions {@code *} stands for one token and a final
 * {@code >} for one or more.
 *
 * <p>Stages fail, and {@link #serve} and {@link #consume} throw, with {@link
 * beamline.router.api.RouterException}: {@code NATS_UNAVAILABLE} when not connected or when nobody
 * is there to take it, {@code TIMEOUT} when nothing came in time, {@code INVALID_REQUEST} for an
 * invalid subject or name or a message above the limit of the bus, {@code CONFIGURATION_INVALID}
 * for a durable consumer that does not suit the streams.
 *
 * <p>No method blocks. Handlers run on the transport's threads and must not block; a subscription
 * calls its handler for one message at a time, in the order in which each publisher sent them. A
 * handler that throws is logged and goes on with the next message.
 */
public interface Transport extends RouterComponent {

  /** The messaging system, as traces name it, such as {@code nats}. */
  default String system() {
    return "other";
  }

  /**
   * Connects. Completes when connected for the first time; the transport then reconnects by itself.
   * Idempotent; fails once the transport was closed.
   */
  CompletionStage<Void> connect();

  /** Whether it is connected. */
  State state();

  /** Why an operator should look at the connection; empty while it is fine or only just lost. */
  default Optional<String> trouble() {
    return Optional.empty();
  }

  /**
   * Whether there are streams. Without them messages are served, published and requested only;
   * whatever else is asked for fails with {@code CONFIGURATION_INVALID}.
   */
  default boolean hasStreams() {
    return true;
  }

  /**
   * What a stream or a durable consumer has otherwise than it was declared, each in a sentence with
   * both values. Such a one is used as it is: it is its operator's to change. What was changed
   * since is noticed at the next connection.
   */
  default List<String> differences() {
    return List.of();
  }

  /** Tells every change of the state, in order. May be called before connecting. */
  Subscription onState(Consumer<State> listener);

  /**
   * Publishes; completes when the message was handed to the bus. It may be lost on the way, and is
   * dropped for a subscription that is too slow. A stream that captures the subject stores it.
   */
  CompletionStage<Void> publish(Message message);

  /**
   * Makes sure that a stream holds these subjects. Completes with its name: that of the stream that
   * holds them all already, else that of the new one. Never changes a stream; fails with {@code
   * CONFIGURATION_INVALID}, naming both values, when the subjects are spread over several streams
   * or a property that is asked for differs.
   */
  CompletionStage<String> declare(StreamDeclaration stream);

  /**
   * The stream that confirms messages on a subject, if there is one. Nobody may be served there:
   * the confirmation would reach the requester before the answer.
   */
  CompletionStage<Optional<String>> confirmingStream(String subject);

  /**
   * Reads what a stream holds of a subject and goes on with what comes, in order, without answering
   * and without sharing: everybody who follows sees everything. After a reconnection it goes on
   * where it was.
   *
   * @param subject what to read, wildcards allowed; one stream must hold it
   * @param fromEpochMillis the first message is the oldest that was stored at this time or later
   */
  Following follow(String subject, long fromEpochMillis, Consumer<LogEntry> handler);

  /**
   * Publishes to a stream; completes when the stream has stored the message. A message with the
   * same {@link Message#MESSAGE_ID} within the stream's duplicate window is not stored again. Fails
   * with {@code NATS_UNAVAILABLE} at once when no stream captures the subject.
   */
  CompletionStage<Stored> publishAcknowledged(Message message);

  /**
   * Sends a request; completes with the first reply, later ones are ignored. Fails with {@code
   * NATS_UNAVAILABLE} at once when nobody serves the subject, and with {@code TIMEOUT} when nobody
   * answers in time.
   *
   * <p>Never request on a subject that a stream captures: the stream's own confirmation would be
   * the first reply.
   */
  CompletionStage<Message> request(Message message, Duration timeout);

  /**
   * Answers requests and takes messages on a subject.
   *
   * @param subject what to hear, wildcards allowed
   * @param queueGroup members of the same group share the messages, each goes to one of them; empty
   *     to hear every message
   * @param handler takes each message; to answer, it publishes to {@link Message#replyTo()}
   */
  Subscription serve(String subject, String queueGroup, Consumer<Message> handler);

  /**
   * Consumes a subject durably: each message is delivered until it is acknowledged, terminated or
   * given up after {@link DurableConsumer#maxDeliver()} deliveries. Starts with the oldest message
   * that the stream holds. A handler that returns, or throws, without answering leaves the delivery
   * open.
   *
   * <p>The stream is the one that has every message of the subject; when there is none it is
   * created for this subject. That a message was given up is published, best effort, on {@code
   * $JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.<stream>.<durable>}; a handler that must not lose
   * the message acts on the delivery that {@linkplain Delivery#isLast() is the last}.
   *
   * @param consumer who consumes what. A durable that is there already stays as it is, whatever is
   *     declared: {@link #differences()} tells, and only another subject is refused
   */
  Subscription consume(DurableConsumer consumer, Consumer<Delivery> handler);

  /**
   * Ends every subscription gracefully: none takes more, and each finishes what it has. Completes
   * when every handler returned and every delivery was answered or its wait is over; fails with
   * {@code TIMEOUT} when that takes too long. Publishing and requesting work until {@link
   * #close()}, serving and consuming are refused from now on.
   */
  CompletionStage<Void> drain(Duration timeout);

  /**
   * Closes for ever. Requests that wait fail with {@code NATS_UNAVAILABLE}; deliveries that are
   * open are delivered again to whoever consumes next. Idempotent; may be called from a handler.
   */
  @Override
  void close();

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

  /**
   * A message of a stream.
   *
   * @param message what was published
   * @param sequence its number in the stream
   * @param storedAtMillis when the stream stored it, in milliseconds since the epoch
   */
  record LogEntry(Message message, long sequence, long storedAtMillis) {}

  /** A stream that is read along. */
  interface Following extends Subscription {
    /** Completes when everything that the stream held at the start was handled. */
    CompletionStage<Void> caughtUp();

    /**
     * Whether it has handled what the stream holds: not before it has caught up, and not from the
     * loss of the connection until it has caught up again. Messages that are only just stored do
     * not count.
     */
    boolean isCurrent();
  }

  /** Something that was registered. */
  interface Subscription extends AutoCloseable {
    /** How many messages wait here for the handler. */
    default long pending() {
      return 0;
    }

    /**
     * Ends it; no handler call starts after this returns, and one that runs goes on. Deliveries
     * that are open may still be answered. Idempotent; may be called from its handler.
     */
    @Override
    void close();
  }
}
