package beamline.router.testkit;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/**
 * Uniform draws in [0, 1) that are the same in every run: for a host's {@code random}. Safe for
 * concurrent use; then the draws are the same and only who gets which is not.
 */
public final class DeterministicRandom implements DoubleSupplier {
  // The generator of java.util.SplittableRandom (Steele, Lea, Flood 2014), whose state is one
  // number.
  private static final long GAMMA = 0x9E3779B97F4A7C15L;

  private final AtomicLong state;

  /** The draws of this seed. */
  public DeterministicRandom(long seed) {
    this.state = new AtomicLong(seed);
  }

  @Override
  public double getAsDouble() {
    long z = state.addAndGet(GAMMA);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
  }
}
