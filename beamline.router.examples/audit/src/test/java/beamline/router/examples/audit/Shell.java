package beamline.router.examples.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import beamline.router.examples.command.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** Runs the command in this process, with the key of the tests. */
final class Shell {
  static final String SECRET = "the secret of the owner";

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** Runs a command; its exit status. */
  int run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--set", "audit.hmac-secret=" + SECRET));
    return runAsIs(all.toArray(String[]::new));
  }

  /** Runs a command without a key; its exit status. */
  int runAsIs(String... arguments) {
    out.reset();
    err.reset();
    return BeamlineAudit.run(
        List.of(arguments),
        new Console(
            "beamline-audit",
            new PrintStream(out, true, UTF_8),
            new PrintStream(err, true, UTF_8),
            false));
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }
}
