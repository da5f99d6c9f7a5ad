package beamline.router.dist;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.spi.ToolProvider;

/** The tools of the JDK that runs the build. */
final class Jdk {
  private Jdk() {}

  /** What the tool printed; anything but success fails the test with it. */
  static String run(String tool, String... arguments) {
    StringWriter printed = new StringWriter();
    PrintWriter out = new PrintWriter(printed);
    int status = ToolProvider.findFirst(tool).orElseThrow().run(out, out, arguments);
    if (status != 0) {
      throw new AssertionError(tool + " " + String.join(" ", arguments) + ":\n" + printed);
    }
    return printed.toString();
  }
}
