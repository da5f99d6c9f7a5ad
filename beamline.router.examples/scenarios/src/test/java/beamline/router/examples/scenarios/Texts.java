package beamline.router.examples.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;

import beamline.router.spi.Message;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What scenarios say, and how they read what they are told. */
final class Texts {
  static final String DECIDE = "beamline.router.v1.decide";
  static final String ASSIGN = "caf.exec.assign.v1";
  static final String RESULT = "caf.exec.result.v1";
  static final String USAGE = "beamline.usage.v1.metered";

  private Texts() {}

  /**
   * A request in the form of the contract, with more keys such as {@code "push_assignment":true}.
   */
  static String request(String tenant, String id, String... more) {
    String rest = more.length == 0 ? "" : "," + String.join(",", more);
    return "{\"version\":\"1\",\"tenant_id\":\"%s\",\"request_id\":\"%s\",\"task\":{\"type\":\"echo\",\"payload\":{\"n\":1}}%s}"
        .formatted(tenant, id, rest);
  }

  static String pushed(String tenant, String id) {
    return request(tenant, id, "\"push_assignment\":true");
  }

  /** The text under a key, wherever it stands first. */
  static String field(String json, String key) {
    Matcher matcher = Pattern.compile('"' + key + "\":\"([^\"]*)\"").matcher(json);
    if (!matcher.find()) {
      throw new AssertionError("no " + key + " in " + json);
    }
    return matcher.group(1);
  }

  static List<String> fields(List<Message> messages, String key) {
    return messages.stream().map(it -> field(text(it), key)).toList();
  }

  static String text(Message message) {
    return new String(message.payload(), UTF_8);
  }

  static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
