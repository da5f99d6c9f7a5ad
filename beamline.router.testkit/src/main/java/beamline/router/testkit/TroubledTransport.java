package beamline.router.testkit;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.Delivery;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.Message;
import beamline.router.spi.StreamDeclaration;
import beamline.router.spi.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/**
 * A node's own way to a bus that others use too. Its operations are numbered: acknowledged
 * publications and answers to deliveries, from 1. A test says what happens at which number, so that
 * it can let a node fail, or die, between any two of its steps.
 *
 * <p>Closing it ends the subscriptions that were made here, not the bus. Safe for concurrent use.
 */
public final class TroubledTransport implements Transport {
  private final Transport behind;
  private final IntFunction<Trouble> troubles;
  private final AtomicInteger operations = new AtomicInteger();
  private final List<Subscription> subscriptions = new CopyOnWriteArrayList<>();
  private final AtomicInteger held = new AtomicInteger();
  private final List<Runnable> unread = new ArrayList<>();
  private volatile boolean reading = true;
  private volatile boolean dead;

  /** What happens to an operation. */
  public enum Trouble {
    /** Nothing. */
    NONE,
    /** It is not performed, and fails. */
    REFUSED,
    /** It is performed, but fails all the same. */
    UNCONFIRMED,
    /** The node dies before it is performed. */
    DEATH_BEFORE,
    /** The node dies before it hears that it was performed. */
    DEATH_AFTER
  }

  /**
   * A way to this bus.
   *
   * @param behind the bus; stays open
   * @param troubles what happens at each number
   */
  public TroubledTransport(Transport behind, IntFunction<Trouble> troubles) {
    this.behind = Objects.requireNonNull(behind, "behind");
    this.troubles = Objects.requireNonNull(troubles, "troubles");
  }

  /** A way to this bus without any trouble. */
  public static TroubledTransport none(Transport behind) {
    return new TroubledTransport(behind, number -> Trouble.NONE);
  }

  /** How many operations there were. */
  public int operations() {
    return operations.get();
  }

  /** How often the bus was told that a delivery is being worked on. */
  public int held() {
    return held.get();
  }

  /** From now on it reads no stream along, and knows it. Durable consumers go on. */
  public void stopReading() {
    reading = false;
  }

  /** It reads streams along again, from where it stopped. */
  public void readOn() {
    synchronized (unread) {
      unread.forEach(Runnable::run);
      unread.clear();
      reading = true;
    }
  }

  private void read(Runnable entry) {
    synchronized (unread) {
      if (reading) {
        entry.run();
      } else {
        unread.add(entry);
      }
    }
  }

  /** Whether the node is dead. */
  public boolean isDead() {
    return dead;
  }

  /** The node dies: nothing that it does has any effect from now on. */
  public void die() {
    dead = true;
    close();
  }

  @Override
  public String system() {
    return behind.system();
  }

  @Override
  public CompletionStage<Void> connect() {
    return dead ? CompletableFuture.failedStage(deadNode()) : behind.connect();
  }

  @Override
  public State state() {
    return dead ? State.DISCONNECTED : behind.state();
  }

  @Override
  public boolean hasStreams() {
    return behind.hasStreams();
  }

  @Override
  public List<String> differences() {
    return behind.differences();
  }

  @Override
  public Subscription onState(Consumer<State> listener) {
    return behind.onState(listener);
  }

  @Override
  public CompletionStage<Void> publish(Message message) {
    return dead ? CompletableFuture.failedStage(deadNode()) : behind.publish(message);
  }

  @Override
  public CompletionStage<String> declare(StreamDeclaration stream) {
    return dead ? CompletableFuture.failedStage(deadNode()) : behind.declare(stream);
  }

  @Override
  public CompletionStage<Optional<String>> confirmingStream(String subject) {
    return dead ? CompletableFuture.failedStage(deadNode()) : behind.confirmingStream(subject);
  }

  @Override
  public CompletionStage<Message> request(Message message, Duration timeout) {
    return dead ? CompletableFuture.failedStage(deadNode()) : behind.request(message, timeout);
  }

  @Override
  public CompletionStage<Stored> publishAcknowledged(Message message) {
    return operation(() -> behind.publishAcknowledged(message));
  }

  @Override
  public Following follow(String subject, long fromEpochMillis, Consumer<LogEntry> handler) {
    Consumer<LogEntry> heard = alive(handler);
    return remember(
        new Read(
            behind.follow(subject, fromEpochMillis, entry -> read(() -> heard.accept(entry)))));
  }

  @Override
  public Subscription serve(String subject, String queueGroup, Consumer<Message> handler) {
    return remember(behind.serve(subject, queueGroup, alive(handler)));
  }

  @Override
  public Subscription consume(DurableConsumer consumer, Consumer<Delivery> handler) {
    Consumer<Delivery> answered = delivery -> handler.accept(new Answers(delivery));
    return remember(behind.consume(consumer, alive(answered)));
  }

  private <T> Consumer<T> alive(Consumer<T> handler) {
    return heard -> {
      if (!dead) {
        handler.accept(heard);
      }
    };
  }

  private <S extends Subscription> S remember(S subscription) {
    subscriptions.add(subscription);
    return subscription;
  }

  @Override
  public CompletionStage<Void> drain(Duration timeout) {
    close();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void close() {
    subscriptions.forEach(Subscription::close);
    subscriptions.clear();
  }

  private <T> CompletionStage<T> operation(Supplier<CompletionStage<T>> action) {
    if (dead) {
      return CompletableFuture.failedStage(deadNode());
    }
    return switch (troubles.apply(operations.incrementAndGet())) {
      case NONE -> action.get();
      case REFUSED -> CompletableFuture.failedStage(failure("refused on purpose"));
      case UNCONFIRMED ->
          action
              .get()
              .thenCompose(
                  done -> CompletableFuture.failedStage(failure("unconfirmed on purpose")));
      case DEATH_BEFORE -> {
        die();
        yield CompletableFuture.failedStage(deadNode());
      }
      case DEATH_AFTER -> {
        CompletionStage<T> performed = action.get();
        die();
        yield performed.thenCompose(done -> CompletableFuture.failedStage(deadNode()));
      }
    };
  }

  private static RouterException deadNode() {
    return failure("the node is dead");
  }

  private static RouterException failure(String why) {
    return new RouterException(ErrorCode.NATS_UNAVAILABLE, why);
  }

  /** A following that is not current while nothing is read. */
  private final class Read implements Following {
    private final Following following;

    private Read(Following following) {
      this.following = following;
    }

    @Override
    public CompletionStage<Void> caughtUp() {
      return following.caughtUp();
    }

    @Override
    public boolean isCurrent() {
      return reading && following.isCurrent();
    }

    @Override
    public void close() {
      following.close();
    }
  }

  /** A delivery whose answers are operations. */
  private final class Answers implements Delivery {
    private final Delivery delivery;

    private Answers(Delivery delivery) {
      this.delivery = delivery;
    }

    @Override
    public Message message() {
      return delivery.message();
    }

    @Override
    public int deliveryCount() {
      return delivery.deliveryCount();
    }

    @Override
    public boolean isLast() {
      return delivery.isLast();
    }

    @Override
    public long sequence() {
      return delivery.sequence();
    }

    @Override
    public long storedAtMillis() {
      return delivery.storedAtMillis();
    }

    @Override
    public CompletionStage<Void> ack() {
      return operation(delivery::ack);
    }

    @Override
    public CompletionStage<Void> nak(Duration delay) {
      return operation(() -> delivery.nak(delay));
    }

    @Override
    public CompletionStage<Void> term(String reason) {
      return operation(() -> delivery.term(reason));
    }

    @Override
    public CompletionStage<Void> inProgress() {
      held.incrementAndGet();
      return dead ? CompletableFuture.failedStage(deadNode()) : delivery.inProgress();
    }
  }
}
