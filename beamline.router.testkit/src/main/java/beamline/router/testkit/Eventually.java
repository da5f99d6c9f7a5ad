package beamline.router.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for something that happens on another thread, for a bounded time. A test says what it waits
 * for instead of sleeping; it is as fast as what it waits for, and says what did not happen.
 */
public final class Eventually {
  /** How long to wait before giving up: long enough for a loaded machine. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final long POLL_NANOS = 2_000_000;

  private Eventually() {}

  /**
   * Waits until a condition holds.
   *
   * @param what what is waited for, for the message of the failure
   * @throws AssertionError when it does not hold within {@link #PATIENCE}
   */
  public static void eventually(String what, BooleanSupplier condition) {
    eventually(() -> what, condition);
  }

  /**
   * Waits until a condition holds.
   *
   * @param what what is waited for, as it is to be said in the moment of giving up
   * @throws AssertionError when it does not hold within {@link #PATIENCE}
   */
  public static void eventually(Supplier<String> what, BooleanSupplier condition) {
    long start = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - start > PATIENCE.toNanos()) {
        throw new AssertionError("within " + PATIENCE.toSeconds() + " s never: " + what.get());
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }
}
