package beamline.router.memory.limit;

import static beamline.router.spi.RateLimit.Algorithm.SLIDING_WINDOW;

import beamline.router.spi.RateLimit;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An exact sliding window. Permits are numbered as they are granted, and permit {@code p} is
 * granted only when permit {@code p - limit} is a whole window old. So permits whose numbers leave
 * the same remainder are windows apart, and no window ever holds more than the limit, whatever
 * clock readings the threads come with.
 *
 * <p>A call puts a {@link #MARK} on the {@link #head} with a compare-and-set, records its time in
 * the {@link Stamps}, and takes the mark off as it moves the head on; others wait for these two
 * instructions. Where a slot of the stamps stands for many permits, the next one's time is mostly
 * there already, and the head moves on at once.
 */
final class SlidingWindow extends Counter {
  private static final VarHandle HEAD;
  private static final VarHandle SPACING;
  private static final VarHandle WIDEST;
  private static final long LONGEST = 1L << 61;

  /** In the head: somebody is recording times and grants the permits after that. */
  private static final long MARK = 1L << 62;

  static {
    try {
      HEAD = MethodHandles.lookup().findVarHandle(SlidingWindow.class, "head", long.class);
      SPACING = MethodHandles.lookup().findVarHandle(SlidingWindow.class, "spacing", long.class);
      WIDEST = MethodHandles.lookup().findVarHandle(SlidingWindow.class, "widest", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Stamps stamps;
  private final long remembered;
  private final long permits;

  private long openedHead;

  /**
   * The number of the next permit, 0 or more, perhaps with the {@link #MARK}; the complement of
   * that number once it is closed.
   */
  private volatile long head = ~0L;

  /** The window that was last asked for. */
  private volatile long window;

  /** The longest window that was ever asked for: its permits are in use for that long. */
  private volatile long widest;

  /** How much younger a permit is, at least, than the one {@link #remembered} numbers before it. */
  private volatile long spacing;

  SlidingWindow(RateLimit limit, long now) {
    this(limit, Stamps.of(limit.permits(), 1, now), limit.windowNanos(), null);
  }

  private SlidingWindow(RateLimit limit, Stamps stamps, long spacing, @Nullable InUse carried) {
    super(carried);
    this.stamps = stamps;
    this.remembered = stamps.remembered();
    this.permits = limit.permits();
    this.window = limit.windowNanos();
    this.widest = limit.windowNanos();
    this.spacing = Math.min(spacing, limit.windowNanos());
  }

  static SlidingWindow holding(RateLimit limit, InUse used, long now) {
    Stamps stamps = Stamps.of(limit.permits(), Math.max(1, used.permits()), now);
    InUse carried = used.permits() > stamps.remembered() ? used : null;
    SlidingWindow window = new SlidingWindow(limit, stamps, 0, carried);
    long held = Math.min(used.permits(), stamps.remembered());
    stamps.record(0, held, now, limit.windowNanos());
    window.openedHead = held;
    window.head = held;
    return window;
  }

  @Override
  void open() {
    head = 0;
  }

  @Override
  long tryAcquire(RateLimit limit, long count, long now) {
    long allowed = limit.permits();
    if (limit.algorithm() != SLIDING_WINDOW || (allowed != permits && !suits(allowed))) {
      return UNSUITED;
    }
    if (count > allowed) {
      return NEVER;
    }
    long span = limit.windowNanos();
    if (span != window) {
      changeWindow(span);
    }
    long known = Math.min(allowed, remembered);
    for (int spins = 0; ; Pause.after(++spins)) {
      long first = head;
      if (first < 0) {
        return CLOSED;
      }
      if (count > known) {
        return UNSUITED;
      }
      if (first >= MARK) {
        continue;
      }
      long wait = wait(first, known, count, span, now);
      if (wait == 0 && grant(first, count, now, span)) {
        return 0;
      }
      if (wait > 0 && head == first) {
        return known < allowed ? UNSUITED : wait;
      }
    }
  }

  private boolean grant(long first, long count, long now, long span) {
    if (stamps.mayRecordEarly(first, count)) {
      stamps.record(first, count, now, span);
      return HEAD.compareAndSet(this, first, first + count);
    }
    if (!HEAD.compareAndSet(this, first, first | MARK)) {
      return false;
    }
    stamps.record(first, count, now, span);
    head = first + count;
    return true;
  }

  private boolean suits(long allowed) {
    return Stamps.grainBits(allowed) == stamps.grainBits();
  }

  private void changeWindow(long span) {
    // First the promise about the past, which every thread that sees the new window relies on.
    long apart = spacing;
    while (span < apart && !SPACING.compareAndSet(this, apart, span)) {
      apart = spacing;
    }
    long before = widest;
    while (before < span && !WIDEST.compareAndSet(this, before, span)) {
      before = widest;
    }
    window = span;
  }

  /** How long until these permits may be granted. */
  private long wait(long first, long limit, long count, long span, long now) {
    long longest = 0;
    long end = first + count - limit;
    for (long p = Math.max(0, first - limit); p < end; p = stamps.next(p)) {
      long age = now - stamps.stamp(p);
      if (age < span) {
        longest = Math.max(longest, Math.min(span, LONGEST) - age);
      }
    }
    return longest;
  }

  @Override
  long used(long now) {
    return usedInSpan(window, now);
  }

  @Override
  long usedWithin(long span, long now) {
    return usedInSpan(Math.max(span, window), now);
  }

  private long usedInSpan(long span, long now) {
    long end = last();
    long used = 0;
    for (long p = Math.max(0, end - remembered); p < end; p = stamps.next(p)) {
      if (now - stamps.stamp(p) < span) {
        used += Math.min(stamps.next(p), end) - p;
      }
    }
    long unknown = end - remembered;
    return unknown > 0 && now - stamps.stamp(unknown) < span
        ? used + unknownInSpan(unknown, span)
        : used;
  }

  /** Of the permits that are older than what is remembered, as many as may still be in use. */
  private long unknownInSpan(long unknown, long span) {
    long apart = spacing;
    long rounds = apart == 0 ? unknown : (span - 1) / apart;
    return rounds > unknown / remembered ? unknown : rounds * remembered;
  }

  @Override
  boolean closed() {
    return head < 0;
  }

  @Override
  boolean closeIfIdle(long now) {
    long end = head;
    return end >= 0
        && end < MARK
        && (end == 0 || now - GRACE_NANOS - stamps.stamp(end - 1) >= widest)
        && HEAD.compareAndSet(this, end, ~end);
  }

  @Override
  boolean close() {
    for (int spins = 0; ; Pause.after(++spins)) {
      long end = head;
      if (end < 0) {
        return false;
      }
      if (end < MARK && HEAD.compareAndSet(this, end, ~end)) {
        return true;
      }
    }
  }

  /**
   * Between two windows every time that is known is kept; what is no longer known is taken to be as
   * late as it can be.
   */
  @Override
  Counter successor(RateLimit limit, long count, long now) {
    long end = last();
    InUse used = inUse(now);
    if (limit.algorithm() != SLIDING_WINDOW || used.permits() > used(now)) {
      return Counter.holding(limit, used, now);
    }
    long wanted = suits(limit.permits()) ? Math.max(count, 4 * remembered) : limit.permits();
    Stamps next = Stamps.of(limit.permits(), wanted, now);
    SlidingWindow window =
        new SlidingWindow(limit, next, next.remembered() < remembered ? 0 : spacing, null);
    window.widest = Math.max(widest, limit.windowNanos());
    long permit = end - 1;
    for (int slot = 0; slot < next.size() && permit >= 0; slot++) {
      next.restore(permit, latest(permit, end));
      permit = next.first(permit) - 1;
    }
    window.openedHead = end;
    window.head = end;
    return window;
  }

  @Override
  RateLimit lastLimit() {
    return RateLimit.slidingWindow(permits, window);
  }

  @Override
  long grantedSinceOpen() {
    return last() - openedHead;
  }

  /** How many permits were granted. */
  private long last() {
    long last = head;
    return last < 0 ? ~last : last & ~MARK;
  }

  /** When a permit was granted at the latest. */
  private long latest(long permit, long end) {
    long oldest = end - remembered;
    if (permit >= oldest) {
      return stamps.stamp(permit);
    }
    long rounds = (oldest - permit + remembered - 1) / remembered;
    long apart = spacing > LONGEST / rounds ? LONGEST : rounds * spacing;
    return stamps.stamp(permit + rounds * remembered) - apart;
  }
}
