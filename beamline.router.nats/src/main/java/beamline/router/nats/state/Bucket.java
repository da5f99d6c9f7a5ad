package beamline.router.nats.state;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.nats.connection.NatsLink;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The bucket on the wire, without blocking: what is asked of the leader of its stream. A follower
 * might not have seen the last write yet.
 */
final class Bucket {
  private static final String EXPECTED = "Nats-Expected-Last-Subject-Sequence";
  private static final int WRONG_SEQUENCE = 10_071;
  private static final int NO_MESSAGE = 10_037;

  private final NatsLink link;
  private final String name;
  private final Duration timeout;

  Bucket(NatsLink link, String name, Duration timeout) {
    this.link = link;
    this.name = name;
    this.timeout = timeout;
  }

  /** The newest message of a key. */
  CompletableFuture<Optional<MessageInfo>> last(String key) {
    byte[] question =
        ("{\"last_by_subj\":\"" + subject(key) + "\"}").getBytes(StandardCharsets.UTF_8);
    return ask("$JS.API.STREAM.MSG.GET.KV_" + name, null, question).thenApply(this::found);
  }

  /** Stores a message whatever was there; answers its revision. */
  CompletableFuture<Long> store(String key, Headers headers, byte[] data) {
    return ask(subject(key), headers, data)
        .thenApply(
            answer -> {
              try {
                return new PublishAck(answer).getSeqno();
              } catch (IOException | JetStreamApiException e) {
                throw unavailable(e);
              }
            });
  }

  /** Stores a message if the newest one has this revision, 0 for none; else answers nothing. */
  CompletableFuture<OptionalLong> storeAfter(String key, long revision, byte[] data) {
    Headers headers = new Headers().add(EXPECTED, Long.toString(revision));
    return ask(subject(key), headers, data)
        .thenApply(
            answer -> {
              try {
                return OptionalLong.of(new PublishAck(answer).getSeqno());
              } catch (JetStreamApiException e) {
                if (e.getApiErrorCode() == WRONG_SEQUENCE) {
                  return OptionalLong.empty();
                }
                throw unavailable(e);
              } catch (IOException e) {
                throw unavailable(e);
              }
            });
  }

  private Optional<MessageInfo> found(Message answer) {
    MessageInfo info = new MessageInfo(answer, "KV_" + name, false);
    if (!info.hasError()) {
      return Optional.of(info);
    }
    if (info.getApiErrorCode() == NO_MESSAGE) {
      return Optional.empty();
    }
    throw unavailable(new IOException(info.getError()));
  }

  private CompletableFuture<Message> ask(String subject, @Nullable Headers headers, byte[] data) {
    CompletableFuture<Message> answer;
    try {
      answer = link.live("ask", subject).requestWithTimeout(subject, headers, data, timeout);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(unavailable(e));
    }
    return answer.handle(
        (message, failure) -> {
          if (message == null) {
            throw unavailable(failure);
          }
          if (message.isStatusMessage()) {
            throw unavailable(new IOException("the server says " + message.getStatus()));
          }
          return message;
        });
  }

  private RouterException unavailable(@Nullable Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    String why =
        cause == null || cause.getMessage() == null
            ? "no answer within " + timeout.toMillis() + " ms"
            : cause.getMessage();
    RouterException named =
        new RouterException(ErrorCode.SERVICE_DOWN, "state store bucket " + name + ": " + why);
    if (cause != null) {
      named.initCause(cause);
    }
    return named;
  }

  private String subject(String key) {
    return "$KV." + name + "." + key;
  }
}
