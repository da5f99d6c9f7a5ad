package beamline.router.testkit.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Faults one after the other, the same ones for the same seed. Its text says the seed and every
 * step: print it when a test fails, and the same trouble can be had again.
 *
 * @param seed what the steps were drawn from
 * @param steps what happens, in order
 */
public record FaultSchedule(long seed, List<Step> steps) {

  /** What can go wrong between a client and a server. */
  public enum Kind {
    /** {@link FaultProxy#latency}, of so many milliseconds. */
    LATENCY,
    /** {@link FaultProxy#throttle}, to so many KiB a second. */
    THROTTLE,
    /** {@link FaultProxy#split}, into so many bytes. */
    SPLIT,
    /** {@link FaultProxy#blackhole}. */
    BLACKHOLE,
    /** {@link FaultProxy#halfOpen}. */
    HALF_OPEN,
    /** {@link FaultProxy#reset}. */
    RESET
  }

  /**
   * A fault.
   *
   * @param kind what it is
   * @param amount how much of it; without meaning for some kinds
   * @param quiet how long all is well before it
   * @param lasts how long until the line is healed
   */
  public record Step(Kind kind, int amount, Duration quiet, Duration lasts) {

    void begin(FaultProxy proxy) {
      switch (kind) {
        case LATENCY -> proxy.latency(Duration.ofMillis(amount));
        case THROTTLE -> proxy.throttle(amount * 1024L);
        case SPLIT -> proxy.split(amount);
        case BLACKHOLE -> proxy.blackhole();
        case HALF_OPEN -> proxy.halfOpen();
        case RESET -> proxy.reset();
      }
    }

    @Override
    public String toString() {
      return "%s(%d) after %d ms for %d ms"
          .formatted(kind, amount, quiet.toMillis(), lasts.toMillis());
    }
  }

  public FaultSchedule {
    steps = List.copyOf(steps);
  }

  /**
   * Draws one.
   *
   * @param count how many steps
   * @param longest the longest time that all is well, and that a fault lasts, 1 ms or more
   */
  public static FaultSchedule random(long seed, int count, Duration longest) {
    Random random = new Random(seed); // its numbers are the same on every version of Java
    int most = Math.toIntExact(longest.toMillis());
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
      int amount = 1 + random.nextInt(64);
      Duration quiet = Duration.ofMillis(1 + random.nextInt(most));
      steps.add(new Step(kind, amount, quiet, Duration.ofMillis(1 + random.nextInt(most))));
    }
    return new FaultSchedule(seed, steps);
  }

  /**
   * Plays it; completes when the last fault is over and the line healed.
   *
   * @param scheduler where the steps run; not closed
   */
  public CompletionStage<Void> play(FaultProxy proxy, ScheduledExecutorService scheduler) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    quiet(0, proxy, scheduler, over);
    return over;
  }

  private void quiet(
      int index,
      FaultProxy proxy,
      ScheduledExecutorService scheduler,
      CompletableFuture<Void> over) {
    if (index == steps.size()) {
      over.complete(null);
      return;
    }
    Step step = steps.get(index);
    later(
        scheduler,
        step.quiet(),
        over,
        () -> {
          step.begin(proxy);
          later(
              scheduler,
              step.lasts(),
              over,
              () -> {
                proxy.heal();
                quiet(index + 1, proxy, scheduler, over);
              });
        });
  }

  private static void later(
      ScheduledExecutorService scheduler,
      Duration delay,
      CompletableFuture<Void> over,
      Runnable action) {
    ScheduledFuture<?> unused =
        scheduler.schedule(
            () -> {
              try {
                action.run();
              } catch (RuntimeException e) {
                over.completeExceptionally(e);
              }
            },
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
  }
}
