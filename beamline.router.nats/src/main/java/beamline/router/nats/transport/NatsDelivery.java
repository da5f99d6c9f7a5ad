package beamline.router.nats.transport;

import beamline.router.spi.Delivery;
import beamline.router.spi.Message;
import beamline.router.spi.TransportTelemetry;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A delivery of a JetStream consumer. */
final class NatsDelivery implements Delivery {
  private static final Logger LOG = LoggerFactory.getLogger(NatsDelivery.class);

  private static final String FIRST_WITH_REASONS = "2.10.4";

  private final io.nats.client.Message theirs;
  private final AckReply reply;
  private final Message message;
  private final TransportTelemetry telemetry;
  private final Consumer<NatsDelivery> whenAnswered;
  private final AtomicBoolean answered = new AtomicBoolean();
  private final long overdue;
  private final int maxDeliver;

  NatsDelivery(
      io.nats.client.Message theirs,
      long overdue,
      int maxDeliver,
      TransportTelemetry telemetry,
      Consumer<NatsDelivery> whenAnswered) {
    this.theirs = theirs;
    this.reply = AckReply.of(theirs.getReplyTo());
    this.overdue = overdue;
    this.maxDeliver = maxDeliver;
    this.telemetry = telemetry;
    this.whenAnswered = whenAnswered;
    this.message = Wire.stored(theirs);
  }

  /** Whether the server no longer waits for an answer. */
  boolean isOverdue(long now) {
    return now - overdue >= 0;
  }

  @Override
  public Message message() {
    return message;
  }

  @Override
  public int deliveryCount() {
    return reply.delivered();
  }

  @Override
  public boolean isLast() {
    return maxDeliver > 0 && reply.delivered() >= maxDeliver; // -1 for as often as it takes
  }

  @Override
  public long sequence() {
    return reply.sequence();
  }

  @Override
  public long storedAtMillis() {
    return reply.storedAtMillis();
  }

  @Override
  public CompletionStage<Void> ack() {
    return answer("ack", theirs::ack);
  }

  @Override
  public CompletionStage<Void> nak(Duration delay) {
    return answer(
        "nak",
        () -> {
          if (delay.isZero() || delay.isNegative()) {
            theirs.nak();
          } else {
            theirs.nakWithDelay(delay);
          }
        });
  }

  @Override
  public CompletionStage<Void> term(String reason) {
    LOG.debug("message {} of {} is given up: {}", sequence(), message.subject(), reason);
    return answer("term", () -> terminate(reason));
  }

  /** The client knows no reason, and older servers take an answer with one for none at all. */
  private void terminate(String reason) {
    Connection connection = theirs.getConnection();
    if (connection.getServerInfo().isSameOrNewerThanVersion(FIRST_WITH_REASONS)) {
      connection.publish(theirs.getReplyTo(), ("+TERM " + reason).getBytes(StandardCharsets.UTF_8));
    } else {
      theirs.term();
    }
  }

  @Override
  public CompletionStage<Void> inProgress() {
    return answered.get()
        ? CompletableFuture.completedFuture(null)
        : tell("in_progress", theirs::inProgress);
  }

  private CompletionStage<Void> answer(String answer, Runnable tell) {
    if (!answered.compareAndSet(false, true)) {
      return CompletableFuture.completedFuture(null);
    }
    whenAnswered.accept(this);
    return tell(answer, tell);
  }

  private CompletionStage<Void> tell(String answer, Runnable tell) {
    try {
      tell.run();
    } catch (RuntimeException e) {
      telemetry.answerFailed(answer, e.getClass().getSimpleName());
      return CompletableFuture.failedFuture(
          Failures.unavailable(answer + " " + message.subject(), e));
    }
    telemetry.answered(answer);
    return CompletableFuture.completedFuture(null);
  }
}
