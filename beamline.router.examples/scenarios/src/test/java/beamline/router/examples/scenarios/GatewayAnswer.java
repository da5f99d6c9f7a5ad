package beamline.router.examples.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the gateway makes of the first reply: it reads nothing but {@code ok} and {@code
 * error.code}.
 *
 * @param status the status of HTTP
 * @param body what a client of HTTP gets
 */
record GatewayAnswer(int status, String body) {
  // Larger replies are cut by a buffer of the gateway's, and then thrown away.
  private static final int LARGEST = 65_535;
  private static final Pattern CODE =
      Pattern.compile("\"error\"\\s*:\\s*\\{\\s*(?:[^{}]*,)?\\s*\"code\"\\s*:\\s*\"([^\"]*)\"");

  static GatewayAnswer unavailable() {
    return new GatewayAnswer(503, "");
  }

  static GatewayAnswer of(String reply) {
    int length = reply.getBytes(UTF_8).length;
    if (length == 0 || length > LARGEST) {
      return unavailable();
    }
    Matcher code = CODE.matcher(reply);
    boolean refused = Pattern.compile("\"ok\"\\s*:\\s*false").matcher(reply).find();
    return new GatewayAnswer(refused && code.find() ? status(code.group(1)) : 200, reply);
  }

  private static int status(String code) {
    return switch (code) {
      case "invalid_request" -> 400;
      case "unauthorized" -> 401;
      case "policy_not_found", "extension_not_found" -> 404;
      case "decision_failed", "internal", "post_processor_failed", "extension_error" -> 500;
      case "extension_unavailable" -> 503;
      default -> 200; // the gateway passes every other refusal on as a success
    };
  }
}
