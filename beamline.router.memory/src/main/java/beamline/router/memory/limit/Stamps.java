package beamline.router.memory.limit;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * When the newest permits were granted: a ring of slots, each of which stands for a power of two of
 * consecutive permits, its grain, and keeps the time of the newest of them. The grain is 1 for
 * limits up to 1,024, so those are exact to the nanosecond; beyond, permits come back up to a 512th
 * of the limit at a time, late but never early. A ring has at most 1,024 slots and starts with 8.
 *
 * <p>A slot counts its records. It is settled when everything that was granted is recorded.
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
  private final int slotBits;
  private final int mask;

  /**
   * For every slot its time and its number of records, side by side since they are used together.
   */
  private final long[] cells;

  private Stamps(int grainBits, int slots, long now) {
    this.grainBits = grainBits;
    this.slotBits = Integer.numberOfTrailingZeros(slots);
    this.mask = slots - 1;
    this.cells = new long[2 * slots];
    for (int cell = 0; cell < cells.length; cell += 2) {
      cells[cell] = now;
    }
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

  /** One more than the permits fill, since the newest slot may hold a single one. */
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

  /**
   * Whether the records of a permit's slot are all written, when permits below {@code head} were
   * granted.
   */
  boolean settled(long permit, long head) {
    return recorded(permit) == before(permit) + Math.min(next(permit), head) - first(permit);
  }

  /** Whether the permit's slot is settled up to the round before it. */
  boolean free(long permit) {
    return recorded(permit) == before(permit);
  }

  /** When the newest permit of this permit's slot was granted; meaningful once it is settled. */
  long stamp(long permit) {
    return (long) CELL.getOpaque(cells, cell(permit));
  }

  /** Records that these permits were granted. */
  void record(long permit, long count, long now, long window) {
    if (grainBits == 0) {
      for (long p = permit; p < permit + count; p++) {
        CELL.setOpaque(cells, cell(p), now);
        CELL.setRelease(cells, cell(p) + 1, before(p) + 1);
      }
      return;
    }
    long end = permit + count;
    for (long p = permit; p < end; p = next(p)) {
      raise(cell(p), now, window >>> SLACK_BITS);
      CELL.getAndAdd(cells, cell(p) + 1, Math.min(next(p), end) - p);
    }
  }

  /** Fills the permit's slot as if everything below {@code head} had been recorded in this ring. */
  void restore(long permit, long head, long stamp) {
    cells[cell(permit)] = stamp;
    cells[cell(permit) + 1] = before(permit) + Math.min(next(permit), head) - first(permit);
  }

  int size() {
    return mask + 1;
  }

  /** Ahead of time by the slack, so that most permits of a slot find its time written already. */
  private void raise(int cell, long now, long slack) {
    long old = (long) CELL.getOpaque(cells, cell);
    while (now - old > 0 && !CELL.weakCompareAndSetPlain(cells, cell, old, now + slack)) {
      old = (long) CELL.getOpaque(cells, cell);
    }
  }

  private long recorded(long permit) {
    return (long) CELL.getAcquire(cells, cell(permit) + 1);
  }

  private int cell(long permit) {
    return 2 * ((int) (permit >>> grainBits) & mask);
  }

  /** How many records the permit's slot holds from the rounds before. */
  private long before(long permit) {
    return (permit >>> (grainBits + slotBits)) << grainBits;
  }

  /** The first permit of this permit's slot. */
  long first(long permit) {
    return (permit >>> grainBits) << grainBits;
  }
}
