package beamline.router.examples.policy;

import beamline.router.api.policy.ReplayReport;
import beamline.router.examples.command.Console;
import beamline.router.examples.command.Numbers;
import java.util.concurrent.TimeUnit;

/**
 * Tells how far long work is: in one line that changes where somebody looks at it, else in a line
 * every few seconds.
 */
final class Progress {
  private static final long TERMINAL_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Console console;
  private final long started = System.nanoTime();
  private long told = started;
  private boolean open;

  Progress(Console console) {
    this.console = console;
  }

  void at(ReplayReport report) {
    long now = System.nanoTime();
    if (now - told < (console.terminal() ? TERMINAL_NANOS : LOG_NANOS)) {
      return;
    }
    told = now;
    long perSecond = (long) (report.lines() / ((now - started) / 1e9));
    String line =
        Numbers.count(report.lines(), "line")
            + ", "
            + Numbers.count(perSecond)
            + " a second, "
            + Numbers.count(report.changed())
            + " changed";
    if (console.terminal()) {
      console.err().print("\r" + line + "  ");
      console.err().flush();
      open = true;
    } else {
      console.error(line);
    }
  }

  void end() {
    if (open) {
      console.err().println();
    }
  }
}
