package beamline.router.examples.command;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes to: its answer to {@code out}, all else to {@code err}.
 *
 * @param program who speaks, in front of what went wrong
 * @param out what answers go to
 * @param err what else goes to
 * @param terminal whether somebody looks at it
 */
public record Console(String program, PrintStream out, PrintStream err, boolean terminal) {

  /** Characters that move the cursor, or turn around what stands beside them. */
  static final String CONTROLS = "\\p{Cc}\\x{202A}-\\x{202E}\\x{2066}-\\x{2069}";

  private static final Pattern CONTROL = Pattern.compile("[" + CONTROLS + "&&[^\r\n\t]]");

  /** That of this process. Only Linux tells whether there is a terminal at its error stream. */
  static Console of(String program, PrintStream out, PrintStream err) {
    try {
      String device = Path.of("/proc/self/fd/2").toRealPath().toString();
      return new Console(program, out, err, device.matches("/dev/(pts/|tty).*"));
    } catch (IOException e) {
      return new Console(program, out, err, false);
    }
  }

  /** A line of the answer. What is in a document or a request may not move the cursor. */
  public void line(String line) {
    out.println(plain(line));
  }

  /** One JSON object of the answer: a name, its value, and so on. What is null is left out. */
  public void json(@Nullable Object... members) {
    line(Json.text(Json.object(members)));
  }

  /** A line that says what went wrong. */
  public void error(String line) {
    err.println(program + ": " + plain(line));
  }

  /** A line that says where what is wrong, and begins with the place. */
  public void finding(String line) {
    err.println(plain(line));
  }

  private static String plain(String line) {
    return CONTROL.matcher(line).replaceAll("·");
  }
}
