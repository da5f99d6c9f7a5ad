package beamline.router.engine.flow.deadletter;

import beamline.router.api.ErrorCode;
import beamline.router.spi.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps messages that cannot be handled. Safe for concurrent use; never blocks. */
@FunctionalInterface
public interface DeadLetters {
  /** Keeps nothing. */
  DeadLetters NONE = letter -> CompletableFuture.completedFuture(true);

  /**
   * Keeps a message. Completes once the stream has stored it, with false when it was stored before;
   * at once, with true, when dead letters are switched off. Fails with {@link
   * beamline.router.api.RouterException} when it could not be stored: then the message must not be
   * given up.
   */
  CompletionStage<Boolean> keep(DeadLetter letter);

  /**
   * Keeps a message as it came.
   *
   * @param original the message, unchanged
   * @param code what kind of fault it has
   * @param reason what is wrong, for people
   * @return completes when it is stored; fails when it could not be
   */
  default CompletionStage<Void> keep(Message original, ErrorCode code, String reason) {
    return keep(DeadLetter.invalid(original, code, reason)).thenApply(stored -> null);
  }
}
