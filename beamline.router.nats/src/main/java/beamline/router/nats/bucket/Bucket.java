package beamline.router.nats.bucket;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.nats.connection.NatsLink;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.PublishAck;
import io.nats.client.api.StreamInfo;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The bucket on the wire, without blocking: what is asked of the leader of its stream. A follower
 * might not have seen the last write yet. What fails does so with {@code SERVICE_DOWN}, naming the
 * bucket; the cause is a {@link JetStreamApiException} where the server refused, and a {@link
 * RouterException} where nothing was sent. What the login has no right to fails with {@code
 * CONFIGURATION_INVALID}: it was not done.
 */
public final class Bucket {
  /** The header that names the number of the newest message of the key. */
  private static final String EXPECTED = "Nats-Expected-Last-Subject-Sequence";

  /** The header that names the number of the newest message of the whole bucket. */
  public static final String EXPECTED_OF_ALL = "Nats-Expected-Last-Sequence";

  /** How many keys the server tells at once. */
  public static final int MAX_KEYS = 100_000;

  /** With and without the number that is there. */
  private static final Set<Integer> WRONG_SEQUENCE = Set.of(10_071, 10_164);

  private static final int NO_MESSAGE = 10_037;

  /** A refusal is told as soon as it is read; a time-out may be told later than it is. */
  private static final Duration TOLD_LATE = Duration.ofMillis(500);

  private final NatsLink link;
  private final String owner;
  private final String name;
  private final Duration timeout;

  /** The bucket of these settings, whether it is there or not. */
  public Bucket(NatsLink link, BucketSettings settings) {
    this(link, settings, settings.timeout());
  }

  /** The same, but answers may take longer or less long. */
  public Bucket(NatsLink link, BucketSettings settings, Duration timeout) {
    this.link = link;
    this.owner = settings.owner();
    this.name = settings.name();
    this.timeout = timeout;
  }

  /** The name of its stream. */
  public String stream() {
    return "KV_" + name;
  }

  /** The subject of a key, or of several where the key has wildcards. */
  public String subject(String key) {
    return "$KV." + name + "." + key;
  }

  /** The newest message of a key. */
  public CompletableFuture<Optional<MessageInfo>> last(String key) {
    return message("{\"last_by_subj\":\"" + subject(key) + "\"}");
  }

  /** The oldest message of a key that has this number or a higher one. */
  public CompletableFuture<Optional<MessageInfo>> next(String key, long from) {
    return message("{\"seq\":" + from + ",\"next_by_subj\":\"" + subject(key) + "\"}");
  }

  private CompletableFuture<Optional<MessageInfo>> message(String question) {
    return ask(
            "$JS.API.STREAM.MSG.GET." + stream(), null, question.getBytes(StandardCharsets.UTF_8))
        .thenApply(this::found);
  }

  /** How its stream is and what it holds. */
  public CompletableFuture<StreamInfo> info() {
    return info(new byte[0]);
  }

  /**
   * The same, with how many messages there are of each key. The keys are not older than the state
   * beside them.
   *
   * @param keys which, with wildcards; of more than {@link #MAX_KEYS} the server tells no more
   */
  public CompletableFuture<StreamInfo> info(String keys) {
    String question = "{\"subjects_filter\":\"" + subject(keys) + "\"}";
    return info(question.getBytes(StandardCharsets.UTF_8));
  }

  private CompletableFuture<StreamInfo> info(byte[] question) {
    return ask("$JS.API.STREAM.INFO." + stream(), null, question)
        .thenApply(
            answer -> {
              StreamInfo info = new StreamInfo(answer);
              try {
                info.throwOnHasError();
              } catch (JetStreamApiException e) {
                throw unavailable(e);
              }
              return info;
            });
  }

  /** Stores a message whatever was there; answers its revision. */
  public CompletableFuture<Long> store(String key, Headers headers, byte[] data) {
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
  public CompletableFuture<OptionalLong> storeAfter(
      String key, long revision, Headers more, byte[] data) {
    Headers headers = new Headers(more).put(EXPECTED, Long.toString(revision));
    return ask(subject(key), headers, data)
        .thenApply(
            answer -> {
              try {
                return OptionalLong.of(new PublishAck(answer).getSeqno());
              } catch (JetStreamApiException e) {
                if (WRONG_SEQUENCE.contains(e.getApiErrorCode())) {
                  return OptionalLong.empty();
                }
                throw unavailable(e);
              } catch (IOException e) {
                throw unavailable(e);
              }
            });
  }

  private Optional<MessageInfo> found(Message answer) {
    MessageInfo info = new MessageInfo(answer, stream(), false);
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
            throw failed(failure, subject);
          }
          if (message.isStatusMessage()) {
            throw unavailable(new IOException("the server says " + message.getStatus()));
          }
          return message;
        });
  }

  /** A failure of the bucket, in its name. */
  public RouterException unavailable(@Nullable Throwable failure) {
    return failed(failure, name);
  }

  /**
   * The same.
   *
   * @param part of the subject that was asked
   */
  private RouterException failed(@Nullable Throwable failure, String part) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    // What the server does not let us do is told while an answer is waited for.
    Optional<String> refusal =
        wasAnswered(cause) ? Optional.empty() : link.refusal(timeout.plus(TOLD_LATE), part);
    String why =
        refusal.orElse(
            cause == null || cause.getMessage() == null
                ? "no answer within " + timeout.toMillis() + " ms"
                : cause.getMessage());
    ErrorCode code = refusal.isPresent() ? ErrorCode.CONFIGURATION_INVALID : ErrorCode.SERVICE_DOWN;
    RouterException named = new RouterException(code, owner + " bucket " + name + ": " + why);
    if (cause != null) {
      named.initCause(cause);
    }
    return named;
  }

  /** Or never asked. */
  private static boolean wasAnswered(@Nullable Throwable cause) {
    return cause instanceof JetStreamApiException || cause instanceof RouterException;
  }
}
