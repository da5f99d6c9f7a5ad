package beamline.router.examples.policy;

import beamline.router.api.policy.PolicyKey;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The request that is to be explained, as clients send it. */
final class Question {
  private static final Pattern WORD_OF_JSON =
      Pattern.compile("true|false|-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?");

  private Question() {}

  static byte[] of(PolicyKey key, Arguments arguments) throws UsageException {
    Optional<String> file = arguments.value("--request");
    if (file.isPresent()) {
      if (arguments.has("--type") || arguments.has("--context")) {
        throw new UsageException("--request says everything; --type and --context are for without");
      }
      return Source.text(file.get()).getBytes(StandardCharsets.UTF_8);
    }
    Map<String, Object> context = new LinkedHashMap<>();
    for (String pair : arguments.all("--context")) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new UsageException("--context is '" + pair + "', must be NAME=VALUE");
      }
      context.put(pair.substring(0, equals), value(pair.substring(equals + 1)));
    }
    return Json.text(
            Json.object(
                "tenant_id",
                key.tenantId(),
                "policy_id",
                key.policyId(),
                "message",
                Json.object(
                    "message_type",
                    arguments.value("--type").orElse("unknown"),
                    "payload",
                    Map.of()),
                "context",
                context))
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Numbers and truths are such, everything else is a text. */
  private static Object value(String text) {
    return WORD_OF_JSON.matcher(text).matches() ? new Json.Raw(text) : text;
  }

  /** The draw that is asked for. */
  static Optional<Double> draw(Arguments arguments) throws UsageException {
    Optional<String> text = arguments.value("--draw");
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().matches("0(\\.[0-9]{1,17})?")) {
      return text.map(Double::valueOf);
    }
    throw new UsageException(
        "--draw is '" + text.get() + "', must be a number from 0 to less than 1");
  }

  /** What is to be executed, wherever clients put it. */
  static Optional<String> payload(byte[] request) {
    return Json.member(request, "task", "payload")
        .or(() -> Json.member(request, "message", "payload"))
        .or(() -> Json.member(request, "payload"))
        .or(() -> Json.member(request, "input"));
  }
}
