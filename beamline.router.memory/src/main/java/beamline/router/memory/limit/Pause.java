package beamline.router.memory.limit;

/** How to wait when another thread was faster, or is between two instructions. */
final class Pause {
  private static final int FIRST_SPINS = 16;
  private static final int MAX_DOUBLINGS = 7;
  private static final int TRIES = 16;

  private Pause() {}

  /**
   * Waits twice as long every time, so that the faster thread gets through several calls before the
   * memory that both write moves to the other processor. After many tries the other thread probably
   * has no processor, and needs ours.
   */
  @SuppressWarnings("ThreadPriorityCheck")
  static void after(int tries) {
    if (tries >= TRIES) {
      Thread.yield();
      return;
    }
    for (int spins = FIRST_SPINS << Math.min(tries, MAX_DOUBLINGS); spins > 0; spins--) {
      Thread.onSpinWait();
    }
  }
}
