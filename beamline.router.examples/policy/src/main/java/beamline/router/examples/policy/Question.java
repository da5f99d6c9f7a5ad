package beamline.router.examples.policy;

import beamline.router.api.ErrorCode;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.examples.command.Arguments;
import beamline.router.examples.command.Json;
import beamline.router.examples.command.UsageException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The request that is to be explained, as clients send it. */
final class Question {
  private static final Pattern WORD_OF_JSON =
      Pattern.compile("true|false|-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?");

  private Question() {}

  /** Looks at what is said, without reading a file. */
  static void look(Arguments arguments) throws UsageException {
    Optional<String> file = file(arguments);
    if (file.isPresent()) {
      Source.look(file.get());
    }
    context(arguments);
  }

  static byte[] of(PolicyKey key, Arguments arguments) throws UsageException, UnusableException {
    Optional<String> file = file(arguments);
    if (file.isPresent()) {
      byte[] request = Source.text(file.get()).getBytes(StandardCharsets.UTF_8);
      checkPolicy(key, file.get(), request);
      return request;
    }
    Map<String, Object> context = context(arguments);
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

  /** A request that names another policy would be answered by one that does not decide it. */
  private static void checkPolicy(PolicyKey key, String file, byte[] request)
      throws UnusableException {
    List<PolicyProblem> problems = new ArrayList<>();
    Json.string(request, "tenant_id")
        .or(() -> Json.string(request, "message", "tenant_id"))
        .ifPresent(tenantId -> compare("tenant_id", tenantId, key.tenantId(), problems));
    Json.string(request, "policy_id")
        .ifPresent(policyId -> compare("policy_id", policyId, key.policyId(), problems));
    if (!problems.isEmpty()) {
      throw new UnusableException(ErrorCode.INVALID_REQUEST.reason(), file, problems);
    }
  }

  private static void compare(
      String name, String said, String expected, List<PolicyProblem> problems) {
    if (!said.equals(expected)) {
      problems.add(
          new PolicyProblem(name, "is " + Json.text(said) + ", must be " + Json.text(expected)));
    }
  }

  private static Optional<String> file(Arguments arguments) throws UsageException {
    Optional<String> file = arguments.value("--request");
    if (file.isPresent() && (arguments.has("--type") || arguments.has("--context"))) {
      throw new UsageException("--request says everything; --type and --context are for without");
    }
    return file;
  }

  private static Map<String, Object> context(Arguments arguments) throws UsageException {
    Map<String, Object> context = new LinkedHashMap<>();
    for (String pair : arguments.all("--context")) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new UsageException("--context is '" + pair + "', must be NAME=VALUE");
      }
      context.put(pair.substring(0, equals), value(pair.substring(equals + 1)));
    }
    return context;
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
