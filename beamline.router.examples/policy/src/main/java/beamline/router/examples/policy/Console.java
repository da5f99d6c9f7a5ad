package beamline.router.examples.policy;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * Where a command writes to: its answer to {@code out}, all else to {@code err}.
 *
 * @param terminal whether somebody looks at it
 */
record Console(PrintStream out, PrintStream err, boolean terminal) {

  /** That of this process. Only Linux tells whether there is a terminal at its error stream. */
  static Console of(PrintStream out, PrintStream err) {
    try {
      Path device = Path.of("/proc/self/fd/2").toRealPath();
      return new Console(out, err, device.startsWith("/dev/pts") || device.startsWith("/dev/tty"));
    } catch (IOException e) {
      return new Console(out, err, false);
    }
  }

  /** A line of the answer. */
  void line(String line) {
    out.println(line);
  }

  /** A line that says what went wrong. */
  void error(String line) {
    err.println("beamline-policy: " + line);
  }
}
