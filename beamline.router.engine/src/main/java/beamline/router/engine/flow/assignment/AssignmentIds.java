package beamline.router.engine.flow.assignment;

import java.security.SecureRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ids in the form of a UUID v4: a number that counts up, scrambled with 128 bits that are drawn
 * once per node. {@link UUID#randomUUID()} takes its bits from one shared generator, and there the
 * threads of a busy node queue up. Unique, not unguessable. Safe for concurrent use.
 */
public final class AssignmentIds {
  private static final long GOLDEN = 0x9E3779B97F4A7C15L;

  private final AtomicLong next = new AtomicLong();
  private final long high;
  private final long low;

  /** Ids of a node. */
  public AssignmentIds() {
    SecureRandom random = new SecureRandom();
    high = random.nextLong();
    low = random.nextLong();
  }

  /** An id that no other assignment has. */
  public UUID next() {
    long number = next.getAndIncrement() * GOLDEN;
    long first = scrambled(number + high);
    long second = scrambled(number ^ low);
    return new UUID(
        (first & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L,
        (second & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L);
  }

  /** The finalizer of SplitMix64: different numbers stay different. */
  private static long scrambled(long number) {
    long z = (number ^ (number >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
