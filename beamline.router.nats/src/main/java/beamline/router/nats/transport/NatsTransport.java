package beamline.router.nats.transport;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.nats.connection.Dialer;
import beamline.router.nats.connection.Differences;
import beamline.router.nats.connection.NatsLink;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Delivery;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.Message;
import beamline.router.spi.StreamDeclaration;
import beamline.router.spi.Telemetry;
import beamline.router.spi.Transport;
import beamline.router.spi.TransportTelemetry;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The transport on a NATS server with JetStream. {@link #consume} and {@link #follow} ask the
 * server and wait for its answer within {@code jetstream.query-timeout}; nothing else waits.
 */
public final class NatsTransport implements Transport {
  private static final long EXPIRY_MILLIS = 100;

  private final NatsLink link;
  private final Publisher publisher;
  private final Requests requests;
  private final Differences differences = new Differences();
  private final JetStreams streams;
  private final Durables durables;
  private final TransportSettings settings;
  private final ComponentContext context;
  private final TransportTelemetry telemetry;
  private final Subscriptions subscriptions;
  private volatile @Nullable Future<?> expiry;
  private volatile boolean draining;

  NatsTransport(Dialer dialer, TransportSettings settings, ComponentContext context) {
    this.context = context;
    this.settings = settings;
    Telemetry told = context.telemetry();
    this.telemetry = told.transport();
    this.link = new NatsLink(dialer, telemetry);
    this.streams = new JetStreams(settings.streams(), differences);
    this.durables = new Durables(streams, settings.streams().manage(), differences);
    this.publisher =
        new Publisher(
            link,
            new PendingOperations(
                settings.maxPending(),
                settings.pendingTimeout().toNanos(),
                context::nanoTime,
                telemetry),
            settings.failOpen(),
            settings.confirmTimeout().toNanos(),
            context::nanoTime,
            telemetry);
    this.requests = new Requests(link, context.scheduler());
    this.subscriptions = new Subscriptions(link, context);
    link.onState(this::changed);
  }

  /** Before anybody else is told, what was kept is published. */
  private void changed(State state) {
    Connection connection = link.connection();
    if (state == State.CONNECTED && connection != null) {
      requests.connected(connection);
      publisher.connected(connection);
      subscriptions.resume();
    } else if (state == State.RECONNECTING) {
      publisher.disconnected();
      requests.disconnected();
      subscriptions.interrupted();
    }
  }

  @Override
  public String system() {
    return "nats";
  }

  @Override
  public CompletionStage<Void> connect() {
    if (expiry == null) {
      expiry =
          context
              .scheduler()
              .scheduleWithFixedDelay(
                  publisher::expire, EXPIRY_MILLIS, EXPIRY_MILLIS, TimeUnit.MILLISECONDS);
      subscriptions.watch();
    }
    return link.connect();
  }

  @Override
  public State state() {
    return link.state();
  }

  @Override
  public Optional<String> trouble() {
    return link.trouble();
  }

  @Override
  public boolean hasStreams() {
    return settings.jetStream();
  }

  @Override
  public List<String> differences() {
    return differences.all();
  }

  @Override
  public Subscription onState(Consumer<State> listener) {
    return link.onState(listener);
  }

  @Override
  public CompletionStage<Void> publish(Message message) {
    return publisher.publish(message);
  }

  @Override
  public CompletionStage<Stored> publishAcknowledged(Message message) {
    return settings.jetStream()
        ? publisher.publishConfirmed(message)
        : CompletableFuture.failedFuture(Failures.noJetStream("publish", message.subject()));
  }

  @Override
  public CompletionStage<Message> request(Message message, Duration timeout) {
    return requests.request(message, timeout);
  }

  @Override
  public CompletionStage<String> declare(StreamDeclaration stream) {
    return asked(
        "declare",
        stream.name(),
        connection -> {
          requireJetStream("declare", stream.name());
          return streams.declare(connection, stream);
        });
  }

  @Override
  public CompletionStage<Optional<String>> confirmingStream(String subject) {
    return settings.jetStream()
        ? asked("look up", subject, connection -> streams.confirming(connection, subject))
        : CompletableFuture.completedFuture(Optional.empty());
  }

  @Override
  public Subscription serve(String subject, String queueGroup, Consumer<Message> handler) {
    Subjects.requirePattern(subject);
    if (!queueGroup.isEmpty()) {
      Subjects.requirePattern(queueGroup);
    }
    Connection connection = listening("serve", subject);
    try {
      CoreSubscription subscription =
          new CoreSubscription(connection, subject, queueGroup, handler, subscriptions::remove);
      subscriptions.add(subscription);
      telemetry.subscribed(subject);
      return subscription;
    } catch (IllegalStateException e) {
      telemetry.subscribeFailed(subject, e.getClass().getSimpleName());
      throw Failures.unavailable("serve " + subject, e);
    }
  }

  @Override
  public Subscription consume(DurableConsumer consumer, Consumer<Delivery> handler) {
    Subjects.requirePattern(consumer.subject());
    Subjects.requireName("durable", consumer.durable());
    requireJetStream("consume", consumer.subject());
    Connection connection = listening("consume", consumer.subject());
    return subscribed(
        consumer.subject(),
        () ->
            new DurableSubscription(
                connection,
                durables,
                consumer,
                handler,
                subscriptions::remove,
                telemetry,
                context::nanoTime));
  }

  @Override
  public Following follow(String subject, long fromEpochMillis, Consumer<LogEntry> handler) {
    Subjects.requirePattern(subject);
    requireJetStream("follow", subject);
    Connection connection = listening("follow", subject);
    return subscribed(
        subject,
        () ->
            new StreamFollower(
                connection, streams, subject, fromEpochMillis, handler, subscriptions::remove));
  }

  @Override
  public CompletionStage<Void> drain(Duration timeout) {
    draining = true;
    return subscriptions.drain(timeout);
  }

  @Override
  public void close() {
    Future<?> timer = expiry;
    if (timer != null) {
      timer.cancel(false);
    }
    subscriptions.close();
    requests.close();
    publisher.close();
    link.close();
  }

  /** A slow subscription lost a message. */
  void dropped(io.nats.client.Consumer consumer) {
    subscriptions.dropped(consumer);
  }

  /** The connection to subscribe on; that there is none is told. */
  private Connection listening(String operation, String subject) {
    try {
      return live(operation, subject);
    } catch (RouterException e) {
      telemetry.subscribeFailed(subject, e.code().name());
      throw e;
    }
  }

  private Connection live(String operation, String subject) {
    if (draining) {
      throw Failures.draining(operation, subject);
    }
    requireAllowed(operation, subject);
    return link.live(operation, subject);
  }

  private void requireJetStream(String operation, String subject) {
    if (!settings.jetStream()) {
      throw Failures.noJetStream(operation, subject);
    }
  }

  private void requireAllowed(String operation, String subject) {
    List<String> allowed = settings.allowlist();
    if (!allowed.isEmpty() && allowed.stream().noneMatch(wide -> Subjects.covers(wide, subject))) {
      throw Failures.unsuited(
          operation + " " + subject + ": subject-allowlist is " + allowed + ", must cover it");
    }
  }

  private <T extends Drainable> T subscribed(String subject, Asking<T> subscribe) {
    try {
      T subscription = subscribe.ask();
      subscriptions.add(subscription);
      telemetry.subscribed(subject);
      return subscription;
    } catch (JetStreamApiException | IOException | IllegalStateException e) {
      telemetry.subscribeFailed(subject, e.getClass().getSimpleName());
      throw failure("consume", subject, e);
    }
  }

  private <T> CompletionStage<T> asked(String operation, String what, Question<T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      Connection connection = link.live(operation, what);
      context
          .executor()
          .execute(
              () -> {
                try {
                  answer.complete(question.ask(connection));
                } catch (RouterException e) {
                  answer.completeExceptionally(e);
                } catch (JetStreamApiException | IOException | RuntimeException e) {
                  answer.completeExceptionally(failure(operation, what, e));
                }
              });
    } catch (RuntimeException e) {
      answer.completeExceptionally(e instanceof RouterException ? e : failure(operation, what, e));
    }
    return answer;
  }

  /** What the server refuses is a matter of configuration; that it does not answer is not. */
  private static RouterException failure(String operation, String what, Exception e) {
    return e instanceof JetStreamApiException
        ? new RouterException(
            ErrorCode.CONFIGURATION_INVALID, operation + " " + what + ": " + e.getMessage(), e)
        : Failures.unavailable(operation + " " + what, e);
  }

  private interface Question<T> {
    T ask(Connection connection) throws IOException, JetStreamApiException;
  }

  private interface Asking<T> {
    T ask() throws IOException, JetStreamApiException;
  }
}
