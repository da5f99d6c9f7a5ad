package beamline.router.examples.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a program says when it cannot do what it was told to. */
class ProgramTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private record Go() implements Command {
    @Override
    public String usage() {
      return "Goes.";
    }
  }

  /** Has a fault, which tells what it was given. */
  private static final class Faulty extends Program<Go> {
    Faulty() {
      super(
          new Manual(
              "faulty",
              "Usage: faulty go\n",
              new SharedOptions(Set.of(), Set.of(), Set.of("--json"), ""),
              ""),
          Map.of("go", new Go()));
    }

    @Override
    protected int run(Go command, Arguments arguments, Console console) {
      throw new IllegalStateException(arguments.operands().get(0));
    }
  }

  @Test
  void faultOfTheCommandItselfIsALineAndNoAnswer() {
    Console console =
        new Console(
            "faulty", new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false);

    assertThat(new Faulty().answer(List.of("go", "a-secret", "--json"), console))
        .isEqualTo(ExitStatus.UNUSABLE);
    String sentence =
        "a fault of the command itself: java.lang.IllegalStateException in "
            + Faulty.class.getName()
            + ".run";
    assertThat(err.toString(UTF_8)).isEqualTo("faulty: " + sentence + "\n");
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            "{\"ok\":false,\"error\":{\"code\":\"internal\",\"message\":\"" + sentence + "\"}}\n");
  }
}
