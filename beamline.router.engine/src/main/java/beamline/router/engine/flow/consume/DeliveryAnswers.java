package beamline.router.engine.flow.consume;

import beamline.router.api.LogEvent;
import beamline.router.api.admin.Health;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.flow.deadletter.DeadLetter;
import beamline.router.engine.flow.deadletter.DeadLetters;
import beamline.router.spi.Delivery;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.FlowTelemetry;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the deliveries of one durable consumer, and counts the answers. A message is given up
 * only once its dead letter is stored. Safe for concurrent use; never blocks.
 */
public final class DeliveryAnswers {
  private static final Logger LOG = LoggerFactory.getLogger(DeliveryAnswers.class);

  /** A node may die during the last delivery that is allowed: the message must come once more. */
  private static final int SPARE_DELIVERIES = 10;

  private final String durable;
  private final int maxDeliver;
  private final FlowTelemetry telemetry;
  private final DeadLetters deadLetters;
  private final Redelivery redelivery;
  private final ScheduledExecutorService scheduler;
  private final AtomicLong held = new AtomicLong();
  private final AtomicLong answered = new AtomicLong();
  private final Stall stall;
  private final LongSupplier nanoTime;

  /**
   * Answers that give a message up after so many deliveries; the server would deliver it more
   * often, see {@link #atServer}.
   */
  public DeliveryAnswers(
      DurableConsumer consumer, int maxDeliver, FlowContext context, DeadLetters deadLetters) {
    this.durable = consumer.durable();
    this.stall = new Stall(consumer.ackWait().multipliedBy(2));
    this.nanoTime = context.nanoTime();
    this.maxDeliver = maxDeliver;
    this.telemetry = context.telemetry();
    this.deadLetters = deadLetters;
    this.redelivery = new Redelivery(context.config(), context.random());
    this.scheduler = context.scheduler();
  }

  /** How often the server has to deliver a message that is given up here after so many times. */
  public static int atServer(int maxDeliver) {
    return maxDeliver + SPARE_DELIVERIES;
  }

  /** Counts a delivery and hands it on; when that fails, it is left to the server. */
  public void take(Delivery delivery, Consumer<Delivery> handler) {
    arrived(delivery);
    try {
      handler.accept(delivery);
    } catch (RuntimeException | Error e) {
      released();
      throw e;
    }
  }

  private void released() {
    held.decrementAndGet();
    telemetry.deliveriesHeld(durable, held.get()); // whoever is last tells how it is
  }

  private void arrived(Delivery delivery) {
    telemetry.delivered(durable);
    if (held.incrementAndGet() == 1) {
      stall.began(nanoTime.getAsLong());
    }
    telemetry.deliveriesHeld(durable, held.get());
    if (delivery.deliveryCount() > 1) {
      telemetry.redelivered(durable, delivery.deliveryCount());
    }
  }

  /** It is done, and what it caused is stored. */
  public void done(Delivery delivery) {
    answer("ack", delivery, delivery.ack());
  }

  /**
   * Not yet: it comes again after this time, as a rule, and is not counted as a failure. Unless the
   * server delivers it no more: then it becomes a dead letter.
   */
  public void later(Delivery delivery, Duration wait) {
    if (delivery.isLast()) {
      exhausted(delivery, "NOT_HANDLED", "it could not be handled yet", null);
      return;
    }
    again(delivery, redelivery.spread(wait));
  }

  /**
   * It failed, for a reason that may pass: it comes again by the schedule. After the last delivery
   * it becomes a dead letter.
   */
  public void failed(Delivery delivery, String reason, String detail, @Nullable String tenantId) {
    if (comesAgain(delivery)) {
      LOG.debug("{} {} comes again: {}", durable, delivery.sequence(), detail);
      again(delivery, redelivery.after(delivery.deliveryCount()));
      return;
    }
    exhausted(delivery, reason, detail, tenantId);
  }

  private void exhausted(
      Delivery delivery, String reason, String detail, @Nullable String tenantId) {
    telemetry.deliveriesExhausted(durable);
    bury(
        delivery,
        DeadLetter.of(
                delivery.message(),
                DeadLetter.Kind.MAXDELIVER_EXHAUSTED,
                reason,
                "delivered " + delivery.deliveryCount() + " times in vain: " + detail)
            .tenant(tenantId));
  }

  /** Whether there is another chance, by the rules of this node and by those of the server. */
  public boolean comesAgain(Delivery delivery) {
    return delivery.deliveryCount() < maxDeliver && !delivery.isLast();
  }

  /** It will never be handled: it is kept as a dead letter and then given up. */
  public void bury(Delivery delivery, DeadLetter letter) {
    bury(delivery, letter.at(delivery.sequence()), 1);
  }

  private void bury(Delivery delivery, DeadLetter letter, int tries) {
    CompletionStage<Void> unused =
        deadLetters
            .keep(letter)
            .handle(
                (kept, fault) -> {
                  if (fault == null) {
                    answer("term", delivery, delivery.term(letter.reason()));
                  } else {
                    unburied(delivery, letter, tries);
                  }
                  return null;
                });
  }

  /**
   * As long as the server would deliver it again, that is another chance. After the last delivery
   * there is none, so that it is held until the dead letter is stored.
   */
  private void unburied(Delivery delivery, DeadLetter letter, int tries) {
    if (comesAgain(delivery)) {
      again(delivery, redelivery.after(delivery.deliveryCount()));
      return;
    }
    hold(delivery, redelivery.after(tries), () -> bury(delivery, letter, tries + 1));
  }

  /**
   * Keeps a delivery here and goes on with it after this time. The server is told that it is worked
   * on, so that it is not delivered again meanwhile and its deliveries are not used up.
   *
   * @param wait shorter than the wait for an acknowledgement
   */
  public void hold(Delivery delivery, Duration wait, Runnable then) {
    CompletionStage<Void> unused = delivery.inProgress().exceptionally(fault -> null);
    try {
      ScheduledFuture<?> unusedTimer =
          scheduler.schedule(() -> goOn(then), wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.DELIVERY_LEFT_TO_SERVER)
          .addKeyValue("durable", durable)
          .addKeyValue("sequence", delivery.sequence())
          .log("closing: a message is left to the server");
    }
  }

  private void goOn(Runnable then) {
    try {
      then.run();
    } catch (RuntimeException | Error e) {
      released();
      throw e;
    }
  }

  /**
   * How a flow is that answers these: not ready while it has had deliveries for twice the time that
   * the server waits, and answered none.
   */
  public Health.Component health(String flow) {
    long waiting = held.get();
    if (stall.look(waiting, answered.get(), nanoTime.getAsLong())) {
      return new Health.Component(
              flow,
              Health.Status.DEGRADED,
              durable + " does not get on: " + waiting + " deliveries wait for their answer")
          .ready(false);
    }
    return new Health.Component(flow, Health.Status.UP, "started");
  }

  private void again(Delivery delivery, Duration wait) {
    telemetry.redeliveryPlanned(durable, wait.toNanos());
    answer("nak", delivery, delivery.nak(wait));
  }

  private void answer(String kind, Delivery delivery, CompletionStage<Void> told) {
    CompletionStage<Void> unused =
        told.handle(
            (nothing, fault) -> {
              answered.incrementAndGet();
              released();
              if (fault == null) {
                telemetry.deliveryAnswered(durable, kind);
              } else {
                // the server delivers it again, and it is recognised then
                LOG.debug("{} {}: no {}: {}", durable, delivery.sequence(), kind, fault.toString());
              }
              return null;
            });
  }
}
