package beamline.router.nats.transport;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One subscription for the answers to everything that was asked: the last token of the reply
 * subject says to what. Answers are handed on by the client's thread. Safe for concurrent use.
 */
final class ReplyInbox<T> {
  private final ConcurrentMap<Long, T> open = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();
  private final BiConsumer<T, Message> answered;
  private final Connection connection;
  private final String prefix;
  private final Dispatcher dispatcher;

  /**
   * An inbox of this connection.
   *
   * @param answered takes each first answer, together with what it answers
   */
  ReplyInbox(Connection connection, BiConsumer<T, Message> answered) {
    this.connection = connection;
    this.answered = answered;
    this.prefix = connection.createInbox() + ".";
    this.dispatcher = connection.createDispatcher(this::handle);
    dispatcher.setPendingLimits(-1, -1); // as many as were asked
    dispatcher.subscribe(prefix + "*");
  }

  /** Whether it is an inbox of this connection. */
  boolean isOf(Connection other) {
    return connection == other;
  }

  /** Remembers a question and says where its answer is expected. */
  long expect(T question) {
    long number = last.incrementAndGet();
    open.put(number, question);
    return number;
  }

  String subject(long number) {
    return prefix + number;
  }

  /** Forgets a question, so that a late answer does nothing. */
  @Nullable T forget(long number) {
    return open.remove(number);
  }

  /** What is still unanswered, in no order. */
  void forEach(Consumer<Long> number) {
    open.keySet().forEach(number);
  }

  @Nullable T peek(long number) {
    return open.get(number);
  }

  int size() {
    return open.size();
  }

  void close(Connection connection) {
    try {
      connection.closeDispatcher(dispatcher);
    } catch (RuntimeException e) {
      // the connection is closed already
    }
  }

  private void handle(Message message) {
    String subject = message.getSubject();
    T question = null;
    try {
      question = open.remove(Long.parseLong(subject, prefix.length(), subject.length(), 10));
    } catch (NumberFormatException e) {
      // not one of ours
    }
    if (question != null) {
      answered.accept(question, message);
    }
  }
}
