package beamline.router.engine.flow.deadletter;

import beamline.router.api.ErrorCode;
import beamline.router.spi.Message;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Keeps messages that cannot be handled. Safe for concurrent use; never blocks. */
@FunctionalInterface
public interface DeadLetters {
  /** Keeps nothing. */
  DeadLetters NONE = (original, code, reason) -> CompletableFuture.completedFuture(null);

  /**
   * Keeps a message as it came.
   *
   * @param original the message, unchanged
   * @param code what kind of fault it has
   * @param reason what is wrong, for people
   * @return completes when it is stored; fails when it could not be
   */
  CompletionStage<Void> keep(Message original, ErrorCode code, String reason);
}
