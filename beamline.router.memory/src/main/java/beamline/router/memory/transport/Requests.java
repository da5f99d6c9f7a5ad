package beamline.router.memory.transport;

import beamline.router.api.RouterException;
import beamline.router.memory.transport.Deadlines.Deadline;
import beamline.router.spi.Message;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Requests that wait for their reply, each under an inbox of its own. Safe for concurrent use. */
final class Requests {
  private final String prefix = "_INBOX." + UUID.randomUUID() + ".";
  private final AtomicLong opened = new AtomicLong();
  private final Map<String, CompletableFuture<Message>> waiting = new ConcurrentHashMap<>();
  private final Deadlines deadlines;
  private final int limit;

  Requests(Deadlines deadlines, int limit) {
    this.deadlines = deadlines;
    this.limit = limit;
  }

  /** A subject for the reply to one request. */
  String newInbox() {
    return prefix + opened.incrementAndGet();
  }

  /** Waits for the reply to a request that is about to be published. */
  CompletableFuture<Message> await(String subject, String inbox, Duration timeout) {
    if (waiting.size() >= limit) {
      return CompletableFuture.failedFuture(TransportErrors.tooManyRequests(subject, limit));
    }
    CompletableFuture<Message> reply = new CompletableFuture<>();
    waiting.put(inbox, reply);
    Deadline deadline =
        deadlines.in(
            timeout,
            () -> fail(inbox, TransportErrors.timeout("request " + subject, timeout.toMillis())));
    CompletableFuture<Message> unused =
        reply.whenComplete(
            (message, failure) -> {
              deadlines.cancel(deadline);
              waiting.remove(inbox, reply);
            });
    return reply;
  }

  /** Takes a message that answers a request; false when it is not for an inbox of ours. */
  boolean answer(Message message) {
    if (!message.subject().startsWith(prefix)) {
      return false;
    }
    CompletableFuture<Message> reply = waiting.remove(message.subject());
    if (reply != null) {
      reply.complete(message);
    }
    return true;
  }

  void fail(String inbox, RouterException failure) {
    CompletableFuture<Message> reply = waiting.remove(inbox);
    if (reply != null) {
      reply.completeExceptionally(failure);
    }
  }

  void failAll(RouterException failure) {
    for (String inbox : waiting.keySet()) {
      fail(inbox, failure);
    }
  }
}
