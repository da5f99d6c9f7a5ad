package beamline.router.testkit;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.testkit.FaultyTransport.Operation;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which operations fail, how, and how often still. Safe for concurrent use. */
final class FaultPlan {
  private final ScheduledExecutorService scheduler;
  private final Map<Operation, Planned> planned = new EnumMap<>(Operation.class);
  private final Map<Operation, Integer> met = new EnumMap<>(Operation.class);

  FaultPlan(ScheduledExecutorService scheduler) {
    this.scheduler = Objects.requireNonNull(scheduler, "scheduler");
  }

  synchronized void plan(Operation operation, Fault fault, int times) {
    if (times < 1) {
      throw new IllegalArgumentException("times is " + times + ", must be 1 or more");
    }
    planned.put(operation, new Planned(fault, times));
  }

  synchronized void clear() {
    planned.clear();
  }

  synchronized int met(Operation operation) {
    return met.getOrDefault(operation, 0);
  }

  /** The fault that meets an operation now, else null. */
  synchronized @Nullable Fault next(Operation operation) {
    Planned next = planned.get(operation);
    if (next == null) {
      return null;
    }
    met.merge(operation, 1, Integer::sum);
    if (next.times == 1) {
      planned.remove(operation);
    } else if (next.times != Integer.MAX_VALUE) {
      planned.put(operation, new Planned(next.fault, next.times - 1));
    }
    return next.fault;
  }

  /** Performs an operation as far as the fault lets it. */
  <T> CompletionStage<T> apply(
      Operation operation, @Nullable Fault fault, Supplier<CompletionStage<T>> action) {
    if (fault instanceof Fault.Failure failure) {
      return CompletableFuture.failedStage(failed(failure));
    } else if (fault instanceof Fault.Silence silence) {
      CompletableFuture<T> unheard = new CompletableFuture<>();
      if (silence.performed()) {
        pass(action, new CompletableFuture<>());
      }
      later(silence.after(), () -> unheard.completeExceptionally(timeout(operation)));
      return unheard;
    } else if (fault instanceof Fault.Lateness lateness) {
      CompletableFuture<T> late = new CompletableFuture<>();
      later(lateness.delay(), () -> pass(action, late));
      return late;
    }
    return action.get();
  }

  /** Throws when the fault keeps an operation that has no stage from being performed. */
  static void requirePerformed(Operation operation, @Nullable Fault fault) {
    if (fault instanceof Fault.Failure failure) {
      throw failed(failure);
    } else if (fault instanceof Fault.Silence) {
      throw timeout(operation);
    }
  }

  void later(Duration delay, Runnable action) {
    ScheduledFuture<?> unused = scheduler.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static <T> void pass(Supplier<CompletionStage<T>> action, CompletableFuture<T> result) {
    action
        .get()
        .whenComplete(
            (value, failure) -> {
              if (failure != null) {
                result.completeExceptionally(failure);
              } else {
                result.complete(value);
              }
            });
  }

  private static RouterException failed(Fault.Failure failure) {
    return new RouterException(failure.code(), failure.reason());
  }

  private static RouterException timeout(Operation operation) {
    return new RouterException(ErrorCode.TIMEOUT, operation + ": timed out on purpose");
  }

  private record Planned(Fault fault, int times) {}
}
