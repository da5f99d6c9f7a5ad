package beamline.router.nats.audit;

import beamline.router.api.ErrorCode;
import beamline.router.api.LogEvent;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import beamline.router.nats.connection.NatsLink;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.PublishOptions;
import io.nats.client.PurgeOptions;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfoOptions;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream on the wire: each call waits for the answer of its leader. Failures become {@link
 * RouterException}s that name the stream. Safe for concurrent use.
 */
final class AuditStream implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AuditStream.class);
  private static final int NO_MESSAGE = 10_037;
  private static final int NO_STREAM = 10_059;

  /** What a stream without any message answers instead. */
  private static final int NOT_FOUND = 404;

  private final NatsLink link;
  private final AuditStreamSettings settings;
  private volatile boolean there;

  AuditStream(NatsLink link, AuditStreamSettings settings) {
    this.link = link;
    this.settings = settings;
  }

  private interface Question<T> {
    T ask(JetStreamManagement streams) throws IOException, JetStreamApiException;
  }

  /**
   * Stores an entry, if the newest message of its chain has this number; 0 for none.
   *
   * @return the number of the message; that of the first one when it is published again
   */
  long publish(AuditEntry entry, long after) {
    NatsMessage message =
        NatsMessage.builder()
            .subject(settings.subject(entry.chain()))
            .headers(EntryMessage.headers(entry))
            .data(EntryMessage.payload(entry))
            .build();
    PublishOptions options =
        PublishOptions.builder()
            .expectedStream(settings.stream())
            .messageId(entry.chain() + "/" + entry.index() + "/" + entry.mac())
            .expectedLastSubjectSequence(after)
            .build();
    return ask(streams -> live().jetStream(options()).publish(message, options).getSeqno());
  }

  /** The newest message of a chain. */
  Optional<MessageInfo> last(String chain) {
    return message(streams -> streams.getLastMessage(settings.stream(), settings.subject(chain)));
  }

  /** The oldest message of a chain that has this number or a higher one. */
  Optional<MessageInfo> next(String chain, long from) {
    return message(
        streams -> streams.getNextMessage(settings.stream(), from, settings.subject(chain)));
  }

  /** The chains that have messages. */
  List<String> chains() {
    int prefix = settings.subjectPrefix().length();
    return ask(
        streams ->
            streams
                .getStreamInfo(
                    settings.stream(), StreamInfoOptions.filterSubjects(settings.subject("*")))
                .getStreamState()
                .getSubjects()
                .stream()
                .map(subject -> subject.getName().substring(prefix))
                .sorted()
                .toList());
  }

  /** Removes the messages of a chain before this number. */
  void purge(String chain, long before) {
    ask(
        streams ->
            streams.purgeStream(
                settings.stream(),
                PurgeOptions.builder().subject(settings.subject(chain)).sequence(before).build()));
  }

  private Optional<MessageInfo> message(Question<MessageInfo> question) {
    return ask(
        streams -> {
          try {
            return Optional.of(question.ask(streams));
          } catch (JetStreamApiException e) {
            if (e.getApiErrorCode() == NO_MESSAGE
                || (e.getErrorCode() == NOT_FOUND && e.getApiErrorCode() != NO_STREAM)) {
              return Optional.empty();
            }
            throw e;
          }
        });
  }

  private <T> T ask(Question<T> question) {
    try {
      JetStreamManagement streams = live().jetStreamManagement(options());
      if (!there) {
        prepare(streams);
        there = true;
      }
      return question.ask(streams);
    } catch (JetStreamApiException e) {
      there &= e.getApiErrorCode() != NO_STREAM;
      throw unavailable(e);
    } catch (IOException | IllegalStateException e) {
      throw unavailable(e);
    }
  }

  private void prepare(JetStreamManagement streams) throws IOException, JetStreamApiException {
    try {
      streams.getStreamInfo(settings.stream());
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() != NO_STREAM) {
        throw e;
      }
      if (!settings.manage()) {
        throw new IOException("it is missing, and manage is false: create it", e);
      }
      streams.addStream(settings.wanted());
      LOG.atInfo()
          .addKeyValue(LogEvent.KEY, LogEvent.NATS_OBJECT_CREATED)
          .addKeyValue("stream", settings.stream())
          .log("created a stream");
    }
  }

  /** The connection; waits for the first one. */
  private Connection live() {
    try {
      link.connect().toCompletableFuture().get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new RouterException(
          ErrorCode.NATS_UNAVAILABLE,
          "audit stream " + settings.stream() + ": not connected to NATS",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable(e);
    }
    return link.live("audit stream", settings.stream());
  }

  private JetStreamOptions options() {
    return JetStreamOptions.builder().requestTimeout(settings.timeout()).build();
  }

  private RouterException unavailable(Exception e) {
    return new RouterException(
        ErrorCode.SERVICE_DOWN, "audit stream " + settings.stream() + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    link.close();
  }
}
