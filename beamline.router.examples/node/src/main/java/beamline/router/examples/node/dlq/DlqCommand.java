package beamline.router.examples.node.dlq;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.examples.node.BeamlineNode;
import beamline.router.examples.node.Settings;
import beamline.router.examples.node.UsageException;
import beamline.router.spi.Transport;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code beamline-node dlq}: looks at dead letters and replays them. */
public final class DlqCommand {
  private final DlqOptions options;
  private final RouterConfig config;
  private final PrintStream out;
  private final PrintStream err;

  private DlqCommand(DlqOptions options, RouterConfig config, PrintStream out, PrintStream err) {
    this.options = options;
    this.config = config;
    this.out = out;
    this.err = err;
  }

  /** Runs it; the exit status. */
  public static int run(List<String> arguments, PrintStream out, PrintStream err)
      throws UsageException {
    if (arguments.isEmpty() || arguments.contains("--help") || arguments.contains("-h")) {
      out.print(DlqOptions.USAGE);
      return arguments.isEmpty() ? BeamlineNode.UNUSABLE : BeamlineNode.OK;
    }
    String action = arguments.get(0);
    if (!Set.of("list", "show", "replay").contains(action)) {
      throw new UsageException("unknown action 'dlq " + action + "', must be list, show or replay");
    }
    DlqOptions options = DlqOptions.parse(arguments.subList(1, arguments.size()));
    if (action.equals("show") && options.ids().isEmpty()) {
      throw new UsageException("dlq show needs --id; dlq list tells the ids");
    }
    RouterConfig config = Settings.from(options.config()).load();
    return new DlqCommand(options, config, out, err).run(action);
  }

  private int run(String action) throws UsageException {
    try (Transport bus = Bus.connect(config)) {
      List<DeadLetter> letters = read(new DeadLetters(bus), !action.equals("replay"));
      if (action.equals("replay")) {
        boolean done = new Replay(bus, options, out).run(letters);
        return done ? BeamlineNode.OK : BeamlineNode.FAILED;
      }
      letters.forEach(action.equals("list") ? this::list : this::show);
      err.println(letters.size() + (letters.size() == 1 ? " dead letter" : " dead letters"));
      return letters.isEmpty() && !options.ids().isEmpty() ? BeamlineNode.FAILED : BeamlineNode.OK;
    }
  }

  private List<DeadLetter> read(DeadLetters source, boolean withWork) throws UsageException {
    List<DeadLetter> letters = new ArrayList<>();
    Set<String> subjects =
        options.subject().map(Set::of).orElse(DeadLetters.subjects(config, withWork));
    for (String subject : subjects) {
      try {
        letters.addAll(source.read(subject, options::wants, options.limit() - letters.size()));
      } catch (RouterException e) {
        if (e.code() != ErrorCode.CONFIGURATION_INVALID && e.code() != ErrorCode.NATS_UNAVAILABLE) {
          throw e;
        }
        err.println("beamline-node: " + subject + ": " + e.getMessage());
      }
      if (letters.size() >= options.limit()) {
        break;
      }
    }
    return letters;
  }

  private void list(DeadLetter letter) {
    out.println(
        String.join(
            "  ",
            Instant.ofEpochMilli(letter.storedAtMillis()).toString(),
            letter.place(),
            letter.id(),
            letter.tenantId(),
            letter.reason()));
  }

  private void show(DeadLetter letter) {
    list(letter);
    out.println("  " + letter.detail());
    out.println("  to " + letter.originalSubject());
    letter.headers().forEach((name, value) -> out.println("  " + name + ": " + value));
    out.println(
        letter
            .payload()
            .map(payload -> new String(payload, StandardCharsets.UTF_8))
            .orElse("  (it holds no message)"));
    out.println();
  }
}
