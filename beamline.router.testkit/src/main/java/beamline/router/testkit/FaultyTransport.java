package beamline.router.testkit;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.Delivery;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.Message;
import beamline.router.spi.StreamDeclaration;
import beamline.router.spi.Transport;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A transport whose operations fail when a test says so; otherwise it is the transport behind it.
 *
 * <pre>{@code
 * FaultyTransport faulty = new FaultyTransport(transport, scheduler);
 * faulty.inject(Operation.PUBLISH_WITH_ACK, Fault.lostConfirmation(Duration.ofMillis(50)), 1);
 * }</pre>
 *
 * <p>A broken connection stays broken until {@link #restoreConnection()}: meanwhile operations fail
 * with {@code NATS_UNAVAILABLE}, the state is {@code RECONNECTING}, plain subscriptions miss what
 * is published and durable ones get it later. Subscriptions are remembered and made again. Safe for
 * concurrent use.
 */
public final class FaultyTransport implements Transport {
  private final Transport behind;
  private final FaultPlan plan;
  private final List<StateListener> listeners = new CopyOnWriteArrayList<>();
  private final List<FaultySubscription> subscriptions = new CopyOnWriteArrayList<>();
  private volatile boolean broken;

  /** What can fail. */
  public enum Operation {
    /** {@link Transport#connect()}. */
    CONNECT,
    /** {@link Transport#publish} and {@link Transport#request}. */
    PUBLISH,
    /** {@link Transport#publishAcknowledged}. */
    PUBLISH_WITH_ACK,
    /** {@link Delivery#ack()} and {@link Delivery#term}. */
    ACK,
    /** {@link Delivery#nak}. */
    NAK,
    /** {@link Transport#serve}, {@link Transport#consume} and {@link Transport#follow}: throw. */
    SUBSCRIBE
  }

  /**
   * Puts faults before a transport.
   *
   * @param behind what does the work; it is closed with this one
   * @param scheduler where delays and timeouts run; not closed
   */
  public FaultyTransport(Transport behind, ScheduledExecutorService scheduler) {
    this.behind = Objects.requireNonNull(behind, "behind");
    this.plan = new FaultPlan(scheduler);
    behind.onState(this::tell);
  }

  /** Lets every such operation fail until {@link #clear()}. */
  public void inject(Operation operation, Fault fault) {
    plan.plan(operation, fault, Integer.MAX_VALUE);
  }

  /** Lets the next such operations fail, this many times. */
  public void inject(Operation operation, Fault fault, int times) {
    plan.plan(operation, fault, times);
  }

  /** Lets nothing fail any longer. A broken connection stays broken. */
  public void clear() {
    plan.clear();
  }

  /** How many operations of a kind met a fault. */
  public int met(Operation operation) {
    return plan.met(operation);
  }

  /** Breaks the connection. */
  public synchronized void closeConnection() {
    if (!broken && behind.state() == State.CONNECTED) {
      broken = true;
      subscriptions.forEach(FaultySubscription::suspend);
      tell(State.RECONNECTING);
    }
  }

  /** Mends a broken connection: subscriptions first, then the state. */
  public synchronized void restoreConnection() {
    if (broken) {
      broken = false;
      subscriptions.forEach(FaultySubscription::resume);
      tell(State.CONNECTED);
    }
  }

  @Override
  public String system() {
    return behind.system();
  }

  @Override
  public CompletionStage<Void> connect() {
    return perform(Operation.CONNECT, behind::connect);
  }

  @Override
  public State state() {
    return broken && behind.state() == State.CONNECTED ? State.RECONNECTING : behind.state();
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
  public Subscription onState(Consumer<State> told) {
    StateListener listener = new StateListener(told);
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public CompletionStage<Void> publish(Message message) {
    return perform(Operation.PUBLISH, () -> behind.publish(message));
  }

  @Override
  public CompletionStage<Stored> publishAcknowledged(Message message) {
    return perform(Operation.PUBLISH_WITH_ACK, () -> behind.publishAcknowledged(message));
  }

  @Override
  public CompletionStage<Message> request(Message message, Duration timeout) {
    return perform(Operation.PUBLISH, () -> behind.request(message, timeout));
  }

  @Override
  public Subscription serve(String subject, String queueGroup, Consumer<Message> handler) {
    return subscribe(() -> behind.serve(subject, queueGroup, handler));
  }

  @Override
  public Subscription consume(DurableConsumer consumer, Consumer<Delivery> handler) {
    return subscribe(
        () ->
            behind.consume(
                consumer, delivery -> handler.accept(new FaultyDelivery(delivery, this))));
  }

  @Override
  public CompletionStage<String> declare(StreamDeclaration stream) {
    return unlessBroken("declare", () -> behind.declare(stream));
  }

  @Override
  public CompletionStage<Optional<String>> confirmingStream(String subject) {
    return unlessBroken("look for a stream", () -> behind.confirmingStream(subject));
  }

  @Override
  public Following follow(String subject, long fromEpochMillis, Consumer<LogEntry> handler) {
    FaultyFollowing following = new FaultyFollowing(handler, () -> state() == State.CONNECTED);
    following.until(
        subscribe(() -> following.began(behind.follow(subject, fromEpochMillis, following))));
    return following;
  }

  @Override
  public CompletionStage<Void> drain(Duration timeout) {
    return behind.drain(timeout);
  }

  @Override
  public void close() {
    behind.close();
  }

  <T> CompletionStage<T> perform(Operation operation, Supplier<CompletionStage<T>> action) {
    Fault fault = meet(operation);
    return broken
        ? CompletableFuture.failedStage(brokenConnection(operation.name()))
        : plan.apply(operation, fault, action);
  }

  private <T> CompletionStage<T> unlessBroken(String what, Supplier<CompletionStage<T>> action) {
    return broken ? CompletableFuture.failedStage(brokenConnection(what)) : action.get();
  }

  private Subscription subscribe(Supplier<Subscription> registration) {
    Fault fault = meet(Operation.SUBSCRIBE);
    FaultPlan.requirePerformed(Operation.SUBSCRIBE, fault);
    FaultySubscription made = new FaultySubscription(registration, subscriptions::remove);
    synchronized (this) {
      if (fault instanceof Fault.Lateness lateness) {
        plan.later(lateness.delay(), made::resume);
      } else if (!broken) {
        made.resume();
      }
      subscriptions.add(made);
    }
    return made;
  }

  private @Nullable Fault meet(Operation operation) {
    Fault fault = plan.next(operation);
    if (fault instanceof Fault.BrokenConnection) {
      closeConnection();
    }
    return fault;
  }

  private void tell(State state) {
    for (StateListener listener : listeners) {
      try {
        listener.told.accept(state);
      } catch (RuntimeException ignored) {
        // One listener that fails must not keep the news from the others.
      }
    }
  }

  private static RouterException brokenConnection(String operation) {
    return new RouterException(
        ErrorCode.NATS_UNAVAILABLE, operation + ": the connection was broken on purpose");
  }

  /** One registration: the same consumer may be registered twice. */
  private static final class StateListener {
    private final Consumer<State> told;

    private StateListener(Consumer<State> told) {
      this.told = told;
    }
  }
}
