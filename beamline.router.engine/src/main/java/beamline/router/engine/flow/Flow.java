package beamline.router.engine.flow;

import beamline.router.api.admin.Health;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One of the ways of a message. {@link Flows} starts it once the transport is connected, tries
 * again when that fails, and ends it in three steps: {@link #stopTaking()}, then the transport ends
 * every subscription (each finishes what it has), then {@link #finished()}.
 */
public interface Flow {

  /** Its name in the health of the router and in logs, such as {@code intake}. */
  String name();

  /** Whether it works on streams: then it is started after they were declared. */
  default boolean durable() {
    return true;
  }

  /**
   * Begins to take messages. Completes when it does; when it fails, by the stage or by an
   * exception, it is called again later. Must not block.
   */
  CompletionStage<Void> start();

  /** Begins nothing of its own accord any more. Idempotent; called even when it never started. */
  default void stopTaking() {}

  /** Completes when nothing is under way any more; asked once no message comes any more. */
  default CompletionStage<Void> finished() {
    return CompletableFuture.completedFuture(null);
  }

  /** How well it works, once it has started. Must not block. */
  default Health.Component health() {
    return new Health.Component(name(), Health.Status.UP, "started");
  }
}
