package beamline.router.memory.limit;

/** How to wait for another thread that is between two instructions. */
final class Pause {
  private static final int SPINS = 64;

  private Pause() {}

  /** Spins at first; then that thread probably has no processor, and needs ours. */
  @SuppressWarnings("ThreadPriorityCheck")
  static void after(int spins) {
    if (spins < SPINS) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }
}
