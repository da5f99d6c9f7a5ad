package beamline.router.engine.wire;

import beamline.router.spi.MalformedMessageException;
import java.util.Map;

/**
 * Reads decide requests that were written down, in any JSON form that intake accepts. Their headers
 * are lost, so that they need not name their version. Safe for concurrent use.
 */
public final class RecordingReader {
  /** No peer's field begins with this character. */
  private static final String DRAW = "$draw";

  private final IntakeRules rules;
  private final RequestReader reader;
  private final JsonCodec codec = new JsonCodec();

  /** A reader that asks of a request what an intake with these rules asks. */
  public RecordingReader(IntakeRules rules) {
    this.rules = rules.versionRequired(false);
    this.reader = new RequestReader(this.rules);
  }

  /** Most bytes of a request. */
  public int maxBytes() {
    return rules.maxPayloadBytes();
  }

  /** Reads one. Never fails. */
  public RecordedRequest read(byte[] line) {
    try {
      Map<String, Object> tree = codec.decode(line, rules.decodeLimits());
      double draw = draw(tree);
      RequestIds ids = RequestIds.of(tree, Map.of());
      return new RecordedRequest.Accepted(reader.read(tree, ids, Map.of()), draw);
    } catch (Refusal e) {
      return new RecordedRequest.Refused(e.rejection());
    } catch (MalformedMessageException e) {
      return new RecordedRequest.Refused(
          Refusal.schema(String.valueOf(e.getMessage())).rejection());
    } catch (RuntimeException e) {
      return new RecordedRequest.Refused(Faults.unreadable(e));
    }
  }

  private static double draw(Map<String, Object> tree) throws Refusal {
    Object draw = tree.get(DRAW);
    if (draw == null) {
      return Double.NaN;
    }
    if (draw instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() < 1) {
      return number.doubleValue();
    }
    throw Refusal.schema(DRAW + " must be a number from 0 to less than 1");
  }
}
