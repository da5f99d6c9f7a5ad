package beamline.router.nats.transport;

import beamline.router.spi.ComponentContext;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Ends every subscription once it has finished what it has. */
final class TransportDrain {
  private static final long LOOK_MILLIS = 5;

  /** Less than that would be for ever. */
  private static final long SHORTEST_NANOS = 1_000_000;

  private final Set<Drainable> taking;
  private final ComponentContext context;

  TransportDrain(Set<Drainable> taking, ComponentContext context) {
    this.taking = taking;
    this.context = context;
  }

  CompletionStage<Void> begin(Duration timeout) {
    List<Drainable> ending = List.copyOf(taking);
    CompletableFuture<Void> drained = new CompletableFuture<>();
    long end = context.nanoTime() + timeout.toNanos();
    // Waits for the server, so that it is not done by the caller, who may be a handler.
    CompletableFuture<Void> stopped =
        CompletableFuture.supplyAsync(() -> stopped(ending, end), context.executor())
            .thenCompose(told -> told);
    look(ending, stopped, timeout, end, drained);
    return drained;
  }

  /**
   * One after the other: for each the client pings the server, and a client that has more than two
   * pings under way takes its connection for dead and makes another.
   */
  private CompletionStage<Void> stopped(List<Drainable> ending, long end) {
    return CompletableFuture.allOf(
        ending.stream()
            .map(subscription -> subscription.stopTaking(left(end)).toCompletableFuture())
            .toArray(CompletableFuture[]::new));
  }

  private Duration left(long end) {
    return Duration.ofNanos(Math.max(SHORTEST_NANOS, end - context.nanoTime()));
  }

  private void look(
      List<Drainable> ending,
      CompletableFuture<Void> stopped,
      Duration timeout,
      long end,
      CompletableFuture<Void> drained) {
    boolean finished = stopped.isDone() && !stopped.isCompletedExceptionally();
    for (Drainable subscription : ending) {
      finished &= subscription.isFinished();
    }
    boolean late = context.nanoTime() - end >= 0;
    if (!finished && !late) {
      Future<?> unused =
          context
              .scheduler()
              .schedule(
                  () -> look(ending, stopped, timeout, end, drained),
                  LOOK_MILLIS,
                  TimeUnit.MILLISECONDS);
      return;
    }
    ending.forEach(Drainable::close);
    if (finished) {
      drained.complete(null);
    } else {
      drained.completeExceptionally(
          Failures.timeout("drain", "every subscription", timeout.toMillis()));
    }
  }
}
