package beamline.router.examples.quickstart;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/** Tells on standard error how far a long input is, once a second; short ones need no telling. */
final class Progress {
  private static final long LONG_INPUT_LINES = 10_000;
  private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

  private final PrintStream err;
  private final long started;
  private long reportedAt;

  Progress(PrintStream err, long now) {
    this.err = err;
    started = now;
    reportedAt = now;
  }

  void answered(long lines, long now) {
    if (now - reportedAt >= INTERVAL_NANOS && lines >= LONG_INPUT_LINES) {
      reportedAt = now;
      double seconds = (now - started) / 1e9;
      err.printf(
          Locale.ROOT,
          "quickstart: %,d lines answered in %.0f s, %,.0f a second%n",
          lines,
          seconds,
          lines / seconds);
    }
  }
}
