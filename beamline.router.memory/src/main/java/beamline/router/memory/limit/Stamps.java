package beamline.router.memory.limit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * When the newest permits were granted: a ring of slots, each of which stands for a power of two of
 * consecutive permits, its grain, and keeps the time of the newest of them. The grain is 1 for
 * limits up to 1,024, so those are exact to the nanosecond; beyond, permits come back up to a 512th
 * of the limit at a time, late but never early. A ring has at most 1,024 slots and starts with 8.
 *
 * <p>A permit's time is recorded before it is granted: whoever sees the grant sees the time.
 */
final class Stamps {
  private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
  private static final int MAX_SLOTS = 1024;
  private static final int FIRST_SLOTS = 8;

  /** With a grain, times are late by up to a 4,096th of the window. */
  private static final int SLACK_BITS = 12;

  /** Far beyond any limit that makes sense; keeps sums of permit numbers within a long. */
  private static final long MAX_LIMIT = 1L << 53;

  private final int grainBits;
  private final int mask;

  /** For every slot its time. */
  private final long[] cells;

  private Stamps(int grainBits, int slots, long now) {
    this.grainBits = grainBits;
    this.mask = slots - 1;
    this.cells = new long[slots];
    Arrays.fill(cells, now);
  }

  /**
   * An empty ring for a limit, large enough to remember so many permits but no more than the limit.
   */
  static Stamps of(long limit, long remembered, long now) {
    int grainBits = grainBits(limit);
    int most = slots(Math.min(limit, MAX_LIMIT), grainBits);
    int slots = slots(Math.min(remembered, MAX_LIMIT), grainBits);
    return new Stamps(grainBits, Math.min(most, Math.max(FIRST_SLOTS, slots)), now);
  }

  static int grainBits(long limit) {
    long permits = Math.min(limit, MAX_LIMIT);
    int bits = 0;
    while (neededSlots(permits, bits) > MAX_SLOTS) {
      bits++;
    }
    return bits;
  }

  private static int slots(long permits, int grainBits) {
    long needed = neededSlots(permits, grainBits);
    return needed >= MAX_SLOTS ? MAX_SLOTS : (int) Long.highestOneBit(2 * needed - 1);
  }

  /** With a grain one more than the permits fill, since the newest slot may hold a single one. */
  private static long neededSlots(long permits, int grainBits) {
    return ((permits - 1) >>> grainBits) + (grainBits == 0 ? 1 : 2);
  }

  int grainBits() {
    return grainBits;
  }

  /** How many of the newest permits it knows of. */
  long remembered() {
    return (long) (grainBits == 0 ? mask + 1 : mask) << grainBits;
  }

  /** The first permit after this one's slot. */
  long next(long permit) {
    return ((permit >>> grainBits) + 1) << grainBits;
  }

  /** When the newest permit of this permit's slot was granted, at the latest. */
  long stamp(long permit) {
    return (long) CELL.getAcquire(cells, cell(permit));
  }

  /**
   * Whether the next permits can be recorded although they may not be granted after all: nothing
   * else than the slot that they share is touched, and no grant depends on that yet.
   */
  boolean mayRecordEarly(long permit, long count) {
    return grainBits > 0 && permit + count <= next(permit);
  }

  /** Records that these permits are granted now. */
  void record(long permit, long count, long now, long window) {
    for (long p = permit; p < permit + count; p = next(p)) {
      if (grainBits == 0) {
        CELL.setRelease(cells, cell(p), now);
      } else {
        raise(cell(p), now, window >>> SLACK_BITS);
      }
    }
  }

  /** Puts a time that another ring knew into the permit's slot of this one. */
  void restore(long permit, long stamp) {
    cells[cell(permit)] = stamp;
  }

  int size() {
    return mask + 1;
  }

  /** Ahead of time by the slack, so that most permits of a slot find its time written already. */
  private void raise(int cell, long now, long slack) {
    long old = (long) CELL.getOpaque(cells, cell);
    while (now - old > 0 && !CELL.weakCompareAndSetRelease(cells, cell, old, now + slack)) {
      old = (long) CELL.getOpaque(cells, cell);
    }
  }

  private int cell(long permit) {
    return (int) (permit >>> grainBits) & mask;
  }

  /** The first permit of this permit's slot. */
  long first(long permit) {
    return (permit >>> grainBits) << grainBits;
  }
}
