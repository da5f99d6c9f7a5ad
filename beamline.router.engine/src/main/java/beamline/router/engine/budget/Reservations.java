package beamline.router.engine.budget;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The reservations of this engine that have not ended. One that nobody ends is released when its
 * time is over. A number that was given and is not here has ended: by a settlement, which counts
 * once, or by a release, after which a late result is still charged. Safe for concurrent use.
 */
final class Reservations {
  /** How many decisions of one tenant may wait for their reports at a time. */
  static final int MAX_OPEN = 1_000_000;

  private static final int MAX_RELEASED = 100_000;

  private final String holder;
  private final int maxOpen;
  private final AtomicLong numbers = new AtomicLong();
  private final Map<String, AtomicInteger> openOfTenants = new ConcurrentHashMap<>();
  private final Cache<Long, Reservation> open;
  private final Cache<Long, Reservation> released;

  /**
   * None yet.
   *
   * @param holder the name of this engine
   * @param maxOpen how many of each tenant are kept
   * @param timeout how long one is kept
   */
  Reservations(String holder, int maxOpen, Duration timeout, LongSupplier nanoTime) {
    this.holder = holder;
    this.maxOpen = maxOpen;
    released =
        Caffeine.newBuilder()
            .maximumSize(MAX_RELEASED)
            .expireAfterWrite(timeout.multipliedBy(4))
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .build();
    open =
        Caffeine.newBuilder()
            .expireAfterWrite(timeout)
            .ticker(nanoTime::getAsLong)
            .executor(Runnable::run)
            .evictionListener(this::evicted)
            .build();
  }

  private void evicted(
      @Nullable Long number, @Nullable Reservation reservation, RemovalCause cause) {
    if (number != null && reservation != null) {
      ended(reservation);
      released.put(number, reservation);
      reservation.release();
    }
  }

  /**
   * Keeps what was reserved; null when too many of the tenant are kept. None gives way to another:
   * its execution may be under way, and cost what would be lent twice then.
   */
  @Nullable ReservationId open(
      String tenantId, long micros, @Nullable Window tenant, @Nullable Window provider) {
    AtomicInteger count = openOf(tenantId);
    if (count.incrementAndGet() > maxOpen) {
      count.decrementAndGet();
      return null;
    }
    ReservationId id = new ReservationId(holder, numbers.getAndIncrement(), micros);
    open.put(id.number(), new Reservation(id, tenantId, tenant, provider));
    return id;
  }

  private AtomicInteger openOf(String tenantId) {
    AtomicInteger count = openOfTenants.get(tenantId);
    return count == null
        ? openOfTenants.computeIfAbsent(tenantId, first -> new AtomicInteger())
        : count;
  }

  private void ended(Reservation reservation) {
    openOf(reservation.tenantId()).decrementAndGet();
  }

  /** Whether this engine made it. */
  private boolean made(ReservationId id) {
    return id.holder().equals(holder) && id.number() < numbers.get();
  }

  /** Whether this engine made it for this tenant, or does not know any more for which. */
  boolean made(ReservationId id, String tenantId) {
    if (!made(id)) {
      return false;
    }
    Reservation known = open.getIfPresent(id.number());
    if (known == null) {
      known = released.getIfPresent(id.number());
    }
    return known == null || known.tenantId().equals(tenantId);
  }

  /** Takes one that has not ended, to be ended; null when it has. */
  @Nullable Reservation take(ReservationId id) {
    Reservation reservation = open.asMap().remove(id.number());
    if (reservation != null) {
      ended(reservation);
    }
    return reservation;
  }

  /** Takes one that was released, and not settled since, to be charged; null when it was not. */
  @Nullable Reservation takeReleased(ReservationId id) {
    return released.asMap().remove(id.number());
  }

  /** Releases one, unless it has ended. */
  void release(ReservationId id) {
    Reservation reservation = made(id) ? take(id) : null;
    if (reservation != null) {
      released.put(id.number(), reservation);
      reservation.release();
    }
  }

  /** Releases those whose time is over. */
  void expire() {
    open.cleanUp();
  }
}
