package beamline.router.engine.flow.reconcile;

import beamline.router.engine.flow.open.Attempts;
import beamline.router.engine.json.JsonLimits;
import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonSyntaxException;
import beamline.router.engine.json.JsonWriter;
import beamline.router.engine.json.RawValues;
import beamline.router.spi.Message;
import java.util.Map;
import java.util.TreeMap;

/**
 * The next attempt of an assignment: the same message with an id of its own, and headers that name
 * the first attempt. All nodes make the same one, so that the stream keeps it once.
 */
final class NextAttempt {
  private static final String ID = "assignment_id";
  private static final JsonLimits LIMITS = new JsonLimits(64 << 20, 128, 100_000);

  /** Every member of the assignment stays as it was written. */
  private static final RawValues UNTOUCHED = (parent, name) -> parent.isEmpty() && !name.equals(ID);

  private NextAttempt() {}

  static Message of(Message last, String rootId, int number) {
    String id = Attempts.id(rootId, number);
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.putAll(last.headers());
    headers.put(Message.MESSAGE_ID, id);
    headers.put(Attempts.ROOT, rootId);
    headers.put(Attempts.NUMBER, Integer.toString(number));
    return Message.of(last.subject(), body(last.payload(), id), headers);
  }

  private static byte[] body(byte[] last, String id) {
    Map<?, ?> members;
    try {
      members = (Map<?, ?>) JsonReader.read(last, 0, last.length, LIMITS, UNTOUCHED);
    } catch (JsonSyntaxException e) {
      throw new IllegalStateException("an assignment that was read before", e);
    }
    JsonWriter out = new JsonWriter(last.length + 16).object();
    members.forEach(
        (name, value) -> out.member(String.valueOf(name), name.equals(ID) ? id : (Object) value));
    return out.end().toBytes();
  }
}
