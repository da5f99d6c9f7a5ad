package beamline.router.examples.policy;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where a command writes to: its answer to {@code out}, all else to {@code err}.
 *
 * @param terminal whether somebody looks at it
 */
record Console(PrintStream out, PrintStream err, boolean terminal) {

  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\r\n\t]]");

  /** That of this process. Only Linux tells whether there is a terminal at its error stream. */
  static Console of(PrintStream out, PrintStream err) {
    try {
      String device = Path.of("/proc/self/fd/2").toRealPath().toString();
      return new Console(out, err, device.matches("/dev/(pts/|tty).*"));
    } catch (IOException e) {
      return new Console(out, err, false);
    }
  }

  /** A line of the answer. What is in a document or a request may not move the cursor. */
  void line(String line) {
    out.println(CONTROL.matcher(line).replaceAll("·"));
  }

  /** A line that says what went wrong. */
  void error(String line) {
    err.println("beamline-policy: " + line);
  }
}
