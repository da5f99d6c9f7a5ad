package beamline.router.memory.transport;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what is under way in a subscription, and tells when the last of it ended after the gate
 * was shut. Whoever enters counts first and looks second, so that nobody slips past {@link
 * #shut()}.
 */
final class Gate {
  private final AtomicInteger inside = new AtomicInteger();
  private final CompletableFuture<Void> emptied = new CompletableFuture<>();
  private volatile boolean shut;

  /** Enters; false when the gate is shut. */
  boolean enter() {
    inside.incrementAndGet();
    if (shut) {
      leave();
      return false;
    }
    return true;
  }

  /** Stays beyond the end of who is inside already; works on a shut gate as well. */
  void hold() {
    inside.incrementAndGet();
  }

  void leave() {
    if (inside.decrementAndGet() == 0 && shut) {
      emptied.complete(null);
    }
  }

  int inside() {
    return inside.get();
  }

  /** Lets nobody in any more; completes when everybody has left. */
  CompletionStage<Void> shut() {
    shut = true;
    if (inside.get() == 0) {
      emptied.complete(null);
    }
    return emptied;
  }
}
