package beamline.router.nats.transport;

import beamline.router.api.RouterException;
import beamline.router.nats.connection.NatsLink;
import beamline.router.spi.Message;
import io.nats.client.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Requests and their first replies. Safe for concurrent use. */
final class Requests {
  private final NatsLink link;
  private final ScheduledExecutorService scheduler;
  private volatile @Nullable ReplyInbox<Open> inbox;

  private record Open(String subject, CompletableFuture<Message> reply) {}

  Requests(NatsLink link, ScheduledExecutorService scheduler) {
    this.link = link;
    this.scheduler = scheduler;
  }

  CompletionStage<Message> request(Message message, Duration timeout) {
    CompletableFuture<Message> reply = new CompletableFuture<>();
    String subject = message.subject();
    try {
      Subjects.requireLiteral(subject);
      Connection connection = link.live("request", subject);
      ReplyInbox<Open> answers = inbox;
      if (answers == null) {
        throw Failures.notConnected("request", subject);
      }
      long size = Wire.size(message);
      if (size > connection.getMaxPayload()) {
        throw Failures.tooLarge(subject, size, connection.getMaxPayload());
      }
      send(connection, answers, message, new Open(subject, reply), timeout);
    } catch (RouterException e) {
      reply.completeExceptionally(e);
    }
    return reply;
  }

  private void send(
      Connection connection,
      ReplyInbox<Open> answers,
      Message message,
      Open open,
      Duration timeout) {
    long number = answers.expect(open);
    Future<?> timer =
        scheduler.schedule(
            () -> late(answers, number, timeout), timeout.toNanos(), TimeUnit.NANOSECONDS);
    CompletionStage<Message> reply = open.reply();
    reply.whenComplete((answer, failure) -> timer.cancel(false));
    try {
      connection.publish(Wire.out(message, answers.subject(number)));
    } catch (IllegalStateException e) {
      if (answers.forget(number) != null) {
        open.reply().completeExceptionally(Failures.lost("request", open.subject()));
      }
    }
  }

  private static void late(ReplyInbox<Open> answers, long number, Duration timeout) {
    Open open = answers.forget(number);
    if (open != null) {
      open.reply()
          .completeExceptionally(Failures.timeout("request", open.subject(), timeout.toMillis()));
    }
  }

  private static void answered(Open open, io.nats.client.Message answer) {
    if (answer.isStatusMessage()) {
      open.reply().completeExceptionally(Failures.noResponders(open.subject()));
    } else {
      open.reply().complete(Wire.in(answer));
    }
  }

  void connected(Connection connection) {
    ReplyInbox<Open> known = inbox;
    if (known == null || !known.isOf(connection)) {
      inbox = new ReplyInbox<>(connection, Requests::answered);
    }
  }

  /** Nothing that is under way will be answered. */
  void disconnected() {
    end("request: the connection was lost before the reply");
  }

  void close() {
    end("request: the transport was closed");
    ReplyInbox<Open> answers = inbox;
    Connection connection = link.connection();
    if (answers != null && connection != null) {
      answers.close(connection);
    }
  }

  private void end(String why) {
    ReplyInbox<Open> answers = inbox;
    if (answers != null) {
      answers.forEach(
          number -> {
            Open open = answers.forget(number);
            if (open != null) {
              open.reply().completeExceptionally(Failures.unavailable(why));
            }
          });
    }
  }
}
