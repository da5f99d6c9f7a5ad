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

  private final Set<Drainable> taking;
  private final ComponentContext context;

  TransportDrain(Set<Drainable> taking, ComponentContext context) {
    this.taking = taking;
    this.context = context;
  }

  CompletionStage<Void> begin(Duration timeout) {
    List<Drainable> ending = List.copyOf(taking);
    CompletableFuture<Void> drained = new CompletableFuture<>();
    CompletableFuture<?>[] told =
        ending.stream()
            .map(subscription -> stopped(subscription, timeout))
            .toArray(CompletableFuture[]::new);
    long end = context.nanoTime() + timeout.toNanos();
    look(ending, told, timeout, end, drained);
    return drained;
  }

  /** Waits for the server, so that it is not done by the caller, who may be a handler. */
  private CompletableFuture<?> stopped(Drainable subscription, Duration timeout) {
    return CompletableFuture.supplyAsync(() -> subscription.stopTaking(timeout), context.executor())
        .thenCompose(told -> told);
  }

  private void look(
      List<Drainable> ending,
      CompletableFuture<?>[] told,
      Duration timeout,
      long end,
      CompletableFuture<Void> drained) {
    boolean finished = true;
    for (CompletableFuture<?> one : told) {
      finished &= one.isDone() && !one.isCompletedExceptionally();
    }
    for (Drainable subscription : ending) {
      finished &= subscription.isFinished();
    }
    boolean late = context.nanoTime() - end >= 0;
    if (!finished && !late) {
      Future<?> unused =
          context
              .scheduler()
              .schedule(
                  () -> look(ending, told, timeout, end, drained),
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
