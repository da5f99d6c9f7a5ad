package beamline.router.examples.scenarios;

import java.util.concurrent.TimeUnit;

/** Says how far a long run has come, every ten seconds. Safe for concurrent use. */
final class Progress {
  private static final long EVERY = TimeUnit.SECONDS.toNanos(10);

  private final String what;
  private final long start = System.nanoTime();
  private long next = start + EVERY;

  Progress(String what) {
    this.what = what;
  }

  /** So many are done. */
  void at(long done) {
    at(done, "");
  }

  /** So many are done, and something else is worth knowing. */
  synchronized void at(long done, String more) {
    if (System.nanoTime() >= next) {
      next = System.nanoTime() + EVERY;
      say(done, more);
    }
  }

  /** All are done. Nothing is said of a short run. */
  synchronized void end(long done, String more) {
    if (System.nanoTime() - start >= EVERY) {
      say(done, more);
    }
  }

  @SuppressWarnings("SystemOut") // for who waits beside it
  private void say(long done, String more) {
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%s: %d in %.0f s, %.0f/s%s%n",
        what, done, seconds, done / seconds, more.isEmpty() ? "" : ", " + more);
  }
}
