package beamline.router.examples.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** What people see. */
class ConsoleTest {
  private static final String ODD = "a\u009b\u0085\u202e\u2066\u2069\u001bb\tc";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Console console =
      new Console(
          "beamline-policy",
          new PrintStream(out, true, UTF_8),
          new PrintStream(err, true, UTF_8),
          false);

  @Test
  void nothingMovesTheCursorOrTurnsTextAround() {
    console.line(ODD);
    new Table("HEAD").row(ODD).print(console);
    console.error(ODD);
    console.finding(ODD);

    assertThat(out.toString(UTF_8)).isEqualTo("a······b\tc\nHEAD\na······b·c\n");
    assertThat(err.toString(UTF_8)).isEqualTo("beamline-policy: a······b\tc\na······b\tc\n");
  }
}
