package beamline.router.engine.budget;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The reservations of this engine that have not ended. One that nobody ends is released when its
 * time is over. A number that was given and is not here has ended: by a settlement, which counts
 * once, or by a release, after which a late result is still charged. Safe for concurrent use.
 */
final class Reservations {
  private static final int MAX_OPEN = 1_000_000;
  private static final int MAX_RELEASED = 100_000;

  private final String holder;
  private final AtomicLong numbers = new AtomicLong();
  private final Cache<Long, Reservation> open;
  private final Cache<Long, Boolean> released;

  Reservations(String holder, Duration timeout, LongSupplier nanoTime) {
    this.holder = holder;
    released =
        Caffeine.newBuilder()
            .maximumSize(MAX_RELEASED)
            .expireAfterWrite(timeout.multipliedBy(4))
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .build();
    open =
        Caffeine.newBuilder()
            .maximumSize(MAX_OPEN)
            .expireAfterWrite(timeout)
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .evictionListener(this::evicted)
            .build();
  }

  private void evicted(
      @Nullable Long number, @Nullable Reservation reservation, RemovalCause cause) {
    if (number != null && reservation != null) {
      released.put(number, true);
      reservation.release();
    }
  }

  /** Keeps what was reserved. */
  ReservationId open(long micros, @Nullable Window tenant, @Nullable Window provider) {
    ReservationId id = new ReservationId(holder, numbers.getAndIncrement(), micros);
    open.put(id.number(), new Reservation(id, tenant, provider));
    return id;
  }

  /** Whether this engine made it. */
  boolean made(ReservationId id) {
    return id.holder().equals(holder) && id.number() < numbers.get();
  }

  /** Takes one that has not ended, to be ended; null when it has. */
  @Nullable Reservation take(ReservationId id) {
    return open.asMap().remove(id.number());
  }

  /** Whether one of this engine was released, and not settled since; then it counts as settled. */
  boolean settleReleased(ReservationId id) {
    return released.asMap().remove(id.number()) != null;
  }

  /** Releases one, unless it has ended. */
  void release(ReservationId id) {
    Reservation reservation = made(id) ? take(id) : null;
    if (reservation != null) {
      released.put(id.number(), true);
      reservation.release();
    }
  }

  /** Releases those whose time is over. */
  void expire() {
    open.cleanUp();
  }
}
