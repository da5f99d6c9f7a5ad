package beamline.router.nats.transport;

import beamline.router.api.RouterException;
import beamline.router.nats.connection.NatsLink;
import beamline.router.spi.Message;
import beamline.router.spi.Transport.Stored;
import beamline.router.spi.TransportTelemetry;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Publishes, best effort or confirmed by a stream. While the connection is down, operations wait in
 * {@link PendingOperations}. What was under way when it was lost waits there too, if it has a
 * message id: the stream stores it once, however often it is published. Safe for concurrent use.
 */
final class Publisher {
  private final NatsLink link;
  private final PendingOperations pending;
  private final boolean failOpen;
  private final long confirmNanos;
  private final LongSupplier nanoTime;
  private final TransportTelemetry telemetry;
  private volatile @Nullable ReplyInbox<Publication> confirmations;

  /**
   * A publisher.
   *
   * @param failOpen whether messages are dropped while the connection is down, instead of kept
   * @param confirmNanos how long a stream may take to confirm
   */
  Publisher(
      NatsLink link,
      PendingOperations pending,
      boolean failOpen,
      long confirmNanos,
      LongSupplier nanoTime,
      TransportTelemetry telemetry) {
    this.link = link;
    this.pending = pending;
    this.failOpen = failOpen;
    this.confirmNanos = confirmNanos;
    this.nanoTime = nanoTime;
    this.telemetry = telemetry;
  }

  CompletionStage<Void> publish(Message message) {
    CompletableFuture<Void> sent = new CompletableFuture<>();
    take(Publication.bestEffort(message, nanoTime.getAsLong(), sent));
    return sent;
  }

  CompletionStage<Stored> publishConfirmed(Message message) {
    CompletableFuture<Stored> stored = new CompletableFuture<>();
    take(Publication.confirmed(message, nanoTime.getAsLong(), stored));
    return stored;
  }

  private void take(Publication publication) {
    try {
      Subjects.requireLiteral(publication.subject());
      if (pending.isOpen()) {
        send(publication);
      } else {
        whileDown(publication);
      }
    } catch (RouterException e) {
      failed(publication, e);
    }
  }

  private void whileDown(Publication publication) {
    switch (link.state()) {
      case DISCONNECTED ->
          failed(publication, Failures.notConnected("publish", publication.subject()));
      default -> {
        if (failOpen && !link.isConnected()) {
          dropOpen(publication);
        } else if (!pending.keep(publication)) {
          send(publication);
        }
      }
    }
  }

  /** Nobody can confirm what is dropped, so that who asked for a confirmation is told. */
  private void dropOpen(Publication publication) {
    telemetry.droppedOpen(publication.subject());
    if (publication.isConfirmed()) {
      failed(publication, Failures.notConnected("publish", publication.subject()));
    } else {
      publication.sent();
    }
  }

  private void send(Publication publication) {
    Connection connection = link.connection();
    ReplyInbox<Publication> inbox = confirmations;
    if (connection == null || inbox == null) {
      failed(publication, Failures.notConnected("publish", publication.subject()));
      return;
    }
    long size = Wire.size(publication.message());
    long limit = connection.getMaxPayload();
    if (limit > 0 && size > limit) {
      failed(publication, Failures.tooLarge(publication.subject(), size, limit));
      return;
    }
    if (publication.isConfirmed()) {
      sendConfirmed(connection, inbox, publication);
    } else {
      sendOnce(connection, publication);
    }
  }

  private void sendOnce(Connection connection, Publication publication) {
    Message message = publication.message();
    try {
      connection.publish(Wire.out(message, message.replyTo().orElse(null)));
    } catch (IllegalStateException e) {
      again(publication, e); // the connection was lost a moment ago
      return;
    }
    telemetry.published(false, nanoTime.getAsLong() - publication.begunNanos());
    publication.sent();
  }

  private void sendConfirmed(
      Connection connection, ReplyInbox<Publication> inbox, Publication publication) {
    publication.overdue = nanoTime.getAsLong() + confirmNanos;
    long number = inbox.expect(publication);
    NatsMessage message = Wire.out(publication.message(), inbox.subject(number));
    try {
      connection.publish(message);
    } catch (IllegalStateException e) {
      if (inbox.forget(number) != null) {
        again(publication, e);
      }
    }
  }

  private void again(Publication publication, IllegalStateException cause) {
    Connection connection = link.connection();
    if (connection == null) {
      failed(publication, Failures.closed("publish", publication.subject()));
      return;
    }
    if (connection.getStatus() == Connection.Status.CONNECTED && link.isConnected()) {
      failed(publication, Failures.unavailable("publish " + publication.subject(), cause));
      return; // more is on its way than the client holds
    }
    pending.shut(); // the state is told a moment later
    if (failOpen) {
      dropOpen(publication);
    } else if (!pending.keep(publication)) {
      failed(publication, Failures.unavailable("publish " + publication.subject(), cause));
    } else if (connection.getStatus() == Connection.Status.CONNECTED && link.isConnected()) {
      connected(connection); // it came back before operations were kept: nobody else resumes
    }
  }

  /** Takes what a stream says. */
  private void confirmed(Publication publication, io.nats.client.Message answer) {
    try {
      if (answer.isStatusMessage()) {
        failed(publication, Failures.noStream(publication.subject()));
        return;
      }
      PublishAck ack = new PublishAck(answer);
      telemetry.published(true, nanoTime.getAsLong() - publication.begunNanos());
      publication.stored(new Stored(ack.getStream(), ack.getSeqno(), ack.isDuplicate()));
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      failed(publication, Failures.unavailable("publish " + publication.subject(), e));
    }
  }

  private void failed(Publication publication, RouterException failure) {
    telemetry.publishFailed(
        publication.isConfirmed(), publication.subject(), String.valueOf(failure.code()));
    publication.fail(failure);
  }

  /** The connection is up. */
  void connected(Connection connection) {
    ReplyInbox<Publication> known = confirmations;
    if (known == null || !known.isOf(connection)) {
      confirmations = new ReplyInbox<>(connection, this::confirmed);
    }
    pending.resume(this::resume, () -> connection.getStatus() == Connection.Status.CONNECTED);
  }

  private void resume(Publication publication) {
    try {
      send(publication);
    } catch (RuntimeException e) {
      publication.fail(Failures.unavailable("publish " + publication.subject(), e));
    }
  }

  /** The connection was lost: nothing that is under way will be answered. */
  void disconnected() {
    pending.shut();
    List<Publication> again = new ArrayList<>();
    for (Publication publication : drain()) {
      if (publication.isRepeatable() && !failOpen) {
        again.add(publication);
      } else {
        failed(publication, Failures.lost("publish", publication.subject()));
      }
    }
    if (!again.isEmpty()) {
      pending.putBack(again);
    }
  }

  /** What is under way, in the order in which it was sent. */
  private List<Publication> drain() {
    List<Publication> underWay = new ArrayList<>();
    ReplyInbox<Publication> inbox = confirmations;
    if (inbox != null) {
      List<Long> numbers = new ArrayList<>();
      inbox.forEach(numbers::add);
      numbers.sort(null);
      for (long number : numbers) {
        Publication publication = inbox.forget(number);
        if (publication != null) {
          underWay.add(publication);
        }
      }
    }
    return underWay;
  }

  /** Fails what has waited too long, for the connection or for a confirmation. */
  void expire() {
    pending.expire();
    ReplyInbox<Publication> inbox = confirmations;
    if (inbox != null && inbox.size() > 0) {
      long now = nanoTime.getAsLong();
      inbox.forEach(
          number -> {
            Publication publication = inbox.peek(number);
            if (publication != null
                && now - publication.overdue >= 0
                && inbox.forget(number) != null) {
              failed(
                  publication,
                  Failures.timeout("publish", publication.subject(), confirmNanos / 1_000_000));
            }
          });
    }
  }

  void close() {
    pending.close();
    for (Publication publication : drain()) {
      failed(publication, Failures.closed("publish", publication.subject()));
    }
    ReplyInbox<Publication> inbox = confirmations;
    Connection connection = link.connection();
    if (inbox != null && connection != null) {
      inbox.close(connection);
    }
  }
}
