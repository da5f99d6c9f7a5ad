package beamline.router.nats.transport;

import beamline.router.spi.Message;
import beamline.router.spi.Transport.Stored;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A message on its way out and who waits for it. */
final class Publication {
  private final Message message;
  private final long begunNanos;
  private final @Nullable CompletableFuture<Void> sent;
  private final @Nullable CompletableFuture<Stored> stored;

  /**
   * When the answer to the attempt under way is overdue; in nanoseconds of the transport's clock.
   */
  volatile long overdue;

  private Publication(
      Message message,
      long begunNanos,
      @Nullable CompletableFuture<Void> sent,
      @Nullable CompletableFuture<Stored> stored) {
    this.message = message;
    this.begunNanos = begunNanos;
    this.sent = sent;
    this.stored = stored;
  }

  static Publication bestEffort(Message message, long now, CompletableFuture<Void> sent) {
    return new Publication(message, now, sent, null);
  }

  static Publication confirmed(Message message, long now, CompletableFuture<Stored> stored) {
    return new Publication(message, now, null, stored);
  }

  Message message() {
    return message;
  }

  String subject() {
    return message.subject();
  }

  long begunNanos() {
    return begunNanos;
  }

  boolean isConfirmed() {
    return stored != null;
  }

  /** Whether publishing it once more stores it once only. */
  boolean isRepeatable() {
    return message.headers().containsKey(Message.MESSAGE_ID);
  }

  void sent() {
    if (sent != null) {
      sent.complete(null);
    }
  }

  void stored(Stored as) {
    if (stored != null) {
      stored.complete(as);
    }
  }

  void fail(RuntimeException failure) {
    if (sent != null) {
      sent.completeExceptionally(failure);
    }
    if (stored != null) {
      stored.completeExceptionally(failure);
    }
  }
}
