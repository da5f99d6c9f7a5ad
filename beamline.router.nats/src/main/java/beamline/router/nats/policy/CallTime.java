package beamline.router.nats.policy;

import beamline.router.nats.bucket.Bucket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/** The time that a call may take; whatever it waits for takes of it. */
final class CallTime {
  private final long end;
  private final Duration whole;
  private final Function<Throwable, RuntimeException> failing;

  /**
   * Begins now.
   *
   * @param failing names what it was that took too long or failed
   */
  CallTime(Duration whole, Function<Throwable, RuntimeException> failing) {
    this.end = System.nanoTime() + whole.toNanos();
    this.whole = whole;
    this.failing = failing;
  }

  /** A call of this bucket. */
  static CallTime of(Duration whole, Bucket bucket) {
    return new CallTime(whole, bucket::unavailable);
  }

  /** Waits for an answer. */
  <T> T await(CompletableFuture<T> answer) {
    return await(answer, () -> "no answer within " + whole.toMillis() + " ms");
  }

  /**
   * Waits for an answer.
   *
   * @param without what is said if there is none
   */
  <T> T await(CompletableFuture<T> answer, Supplier<String> without) {
    try {
      return answer.get(left(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw cause instanceof RuntimeException named ? named : failing.apply(cause);
    } catch (TimeoutException e) {
      answer.cancel(false);
      throw failing.apply(new TimeoutException(without.get()));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Waits for a lock. */
  void await(ReentrantLock lock, String what) {
    try {
      if (!lock.tryLock(left(), TimeUnit.NANOSECONDS)) {
        throw tooLong(what);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** Waits a moment; false if there is no time for it. */
  boolean pause(long millis) {
    long nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    if (left() <= nanos || Thread.currentThread().isInterrupted()) {
      return false;
    }
    LockSupport.parkNanos(nanos);
    return true;
  }

  /** Fails if it is over. */
  void check(String what) {
    if (left() == 0) {
      throw tooLong(what);
    }
  }

  private long left() {
    return Math.max(0, end - System.nanoTime());
  }

  private RuntimeException tooLong(String what) {
    return failing.apply(new TimeoutException(what + " within " + whole.toMillis() + " ms"));
  }

  private RuntimeException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return failing.apply(e);
  }
}
