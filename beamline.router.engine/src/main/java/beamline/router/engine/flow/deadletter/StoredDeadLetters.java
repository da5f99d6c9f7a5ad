package beamline.router.engine.flow.deadletter;

import beamline.router.api.ErrorCode;
import beamline.router.api.LogEvent;
import beamline.router.api.ResultKeys;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.engine.flow.FlowContext;
import beamline.router.engine.json.Printable;
import beamline.router.engine.log.OneASecond;
import beamline.router.spi.FlowTelemetry;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps messages that cannot be handled, for whoever looks after them: on the message's own subject
 * with {@code .dlq} added, or on the one that is configured. Whoever gives a message up does so
 * only once its dead letter is kept. Safe for concurrent use.
 */
public final class StoredDeadLetters implements DeadLetters {
  private static final Logger LOG = LoggerFactory.getLogger(StoredDeadLetters.class);
  private static final String SUFFIX = ".dlq";
  private static final int LONGEST_DETAIL = 256;

  private final String nodeId = UUID.randomUUID().toString().substring(0, 8);
  private final Transport transport;
  private final FlowTelemetry telemetry;
  private final LongSupplier epochMillis;
  private final OneASecond lines;
  private final boolean enabled;
  private final boolean withPayload;
  private final @Nullable String fixedSubject;

  /** Keeps dead letters as this node is configured to. */
  public StoredDeadLetters(FlowContext context) {
    RouterConfig config = context.config();
    transport = context.transport();
    telemetry = context.telemetry();
    epochMillis = context.epochMillis();
    lines = new OneASecond(context.nanoTime());
    enabled = config.get(ResultKeys.DEAD_LETTER_ENABLED) && transport.hasStreams();
    withPayload = config.get(ResultKeys.DEAD_LETTER_MESSAGE);
    fixedSubject = config.get(ResultKeys.DEAD_LETTER_SUBJECT).orElse(null);
  }

  /** Where the dead letters of this subject go. */
  public String subjectOf(String originalSubject) {
    return fixedSubject == null ? originalSubject + SUFFIX : fixedSubject;
  }

  @Override
  public CompletionStage<Boolean> keep(DeadLetter letter) {
    String subject = letter.original().subject();
    lines
        .of(LOG.atWarn())
        .addKeyValue(LogEvent.KEY, LogEvent.DEAD_LETTER)
        .addKeyValue("subject", subject)
        .addKeyValue("code", letter.reason())
        .addKeyValue("reason", Printable.of(letter.detail(), LONGEST_DETAIL))
        .log("a message cannot be processed");
    if (!enabled) {
      return CompletableFuture.completedFuture(true);
    }
    return store(letter, withPayload)
        .handle(
            (stored, fault) -> {
              if (fault == null) {
                if (!stored.duplicate()) {
                  telemetry.deadLettered(subject, letter.reason());
                }
                return !stored.duplicate();
              }
              telemetry.deadLetterFailed(subject);
              throw asException(fault);
            });
  }

  private CompletionStage<Transport.Stored> store(DeadLetter letter, boolean payload) {
    Message message =
        new DeadLetterMessage(letter, nodeId)
            .to(subjectOf(letter.original().subject()), payload, epochMillis.getAsLong());
    CompletionStage<Transport.Stored> stored = transport.publishAcknowledged(message);
    if (!payload) {
      return stored;
    }
    return stored.exceptionallyCompose(
        fault -> isTooLarge(fault) ? store(letter, false) : CompletableFuture.failedStage(fault));
  }

  /** Base64 makes a payload larger: one that came through may be too large as a dead letter. */
  private static boolean isTooLarge(Throwable fault) {
    return asException(fault) instanceof RouterException known
        && known.code() == ErrorCode.INVALID_REQUEST;
  }

  private static RuntimeException asException(Throwable fault) {
    Throwable cause =
        fault instanceof CompletionException && fault.getCause() != null ? fault.getCause() : fault;
    return cause instanceof RuntimeException known ? known : new CompletionException(cause);
  }
}
