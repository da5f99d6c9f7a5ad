package beamline.router.engine.wire;

import static org.assertj.core.api.Assertions.fail;

import beamline.router.api.DecisionReason;
import beamline.router.api.ErrorTable;
import beamline.router.api.RouteDecision;
import beamline.router.api.WireMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Nothing that comes in can keep a reply from going out. {@code -Dfuzz.lines=1000000} tries more
 * lines; a failure names the seed of its line, and {@code -Dfuzz.seed} begins there.
 */
class RandomLinesTest {
  private static final RouteDecision DECISION =
      RouteDecision.builder("acme", "default", "p", DecisionReason.WEIGHTED).build();
  private static final byte[] HINTS =
      "{}[]\",:\\u0123456789-+.eEtrufalsn \t\n\0\u007F".getBytes(StandardCharsets.ISO_8859_1);

  private final Intake intake = new Intake(IntakeRules.DEFAULTS, List.of(), ErrorTable::defaults);
  private final List<WireCase> recorded = WireCase.all();

  @Test
  void everyLineIsAnswered() {
    long first = Long.getLong("fuzz.seed", 1);
    int lines = Integer.getInteger("fuzz.lines", 50_000);
    for (long seed = first; seed < first + lines; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      byte[] line =
          switch (random.nextInt(4)) {
            case 0 -> bytes(random);
            case 1 -> syntax(random);
            default -> mutated(random);
          };

      WireMessage reply =
          intake.exchangeNow(new WireMessage("", Map.of(), line), request -> DECISION);

      if (!isReply(reply.body())) {
        fail("seed " + seed + " was answered with " + reply);
      }
    }
  }

  private static boolean isReply(byte[] body) {
    Map<String, Object> reply = WireCase.object(body);
    return body.length <= 65_535
        && reply.get("ok") instanceof Boolean ok
        && reply.containsKey(ok ? "decision" : "error")
        && reply.containsKey("context");
  }

  private static byte[] bytes(SplittableRandom random) {
    byte[] line = new byte[random.nextInt(200)];
    random.nextBytes(line);
    return line;
  }

  private static byte[] syntax(SplittableRandom random) {
    byte[] line = new byte[random.nextInt(100)];
    for (int i = 0; i < line.length; i++) {
      line[i] = HINTS[random.nextInt(HINTS.length)];
    }
    return line;
  }

  /** A recorded message with a few bytes changed, cut out, doubled or cut off. */
  private byte[] mutated(SplittableRandom random) {
    byte[] line = recorded.get(random.nextInt(recorded.size())).body().clone();
    for (int changes = random.nextInt(1, 5); changes > 0 && line.length > 0; changes--) {
      int at = random.nextInt(line.length);
      int length = random.nextInt(Math.min(20, line.length - at) + 1);
      switch (random.nextInt(4)) {
        case 0 -> line[at] = (byte) random.nextInt();
        case 1 -> line[at] = HINTS[random.nextInt(HINTS.length)];
        case 2 -> line = joined(line, at, line, at + length);
        default -> line = joined(line, at + length, line, at);
      }
    }
    return line;
  }

  /** The first bytes of one and the last bytes of the other. */
  private static byte[] joined(byte[] one, int end, byte[] other, int begin) {
    byte[] line = new byte[end + other.length - begin];
    System.arraycopy(one, 0, line, 0, end);
    System.arraycopy(other, begin, line, end, other.length - begin);
    return line;
  }
}
