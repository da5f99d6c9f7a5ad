package beamline.router.engine.flow;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Counts what a flow has begun and not ended, so that a drain can wait for it. Safe for concurrent
 * use.
 */
public final class Underway {
  private final AtomicInteger count = new AtomicInteger();
  private volatile @Nullable CompletableFuture<Void> idle;

  /** Nothing yet. */
  public Underway() {}

  /** Something began. */
  public void began() {
    count.incrementAndGet();
  }

  /** Something ended. */
  public void ended() {
    CompletableFuture<Void> waiting = count.decrementAndGet() == 0 ? idle : null;
    if (waiting != null) {
      waiting.complete(null);
    }
  }

  /** How much is under way. */
  public int count() {
    return count.get();
  }

  /** Completes when nothing is under way; asked once nothing more begins. */
  public synchronized CompletionStage<Void> idle() {
    CompletableFuture<Void> waiting = idle;
    if (waiting == null) {
      waiting = new CompletableFuture<>();
      idle = waiting;
    }
    if (count.get() == 0) {
      waiting.complete(null);
    }
    return waiting;
  }
}
