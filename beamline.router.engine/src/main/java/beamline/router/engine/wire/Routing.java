package beamline.router.engine.wire;

import beamline.router.api.RouteRequest;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a message says about how it is to be decided and what happens afterwards. */
final class Routing {

  private Routing() {}

  static void read(
      RouteRequest.Builder request,
      Fields root,
      Fields message,
      Map<String, String> headers,
      IntakeRules rules)
      throws Refusal {
    String policyId = root.text("policy_id");
    if (policyId != null) {
      if (policyId.isEmpty()) {
        throw Refusal.schema("policy_id is empty");
      }
      request.policyId(policyId);
    }
    Fields constraints = root.object("constraints");
    Fields context = root.object("context");
    Map<String, Object> inner = message.object("metadata").members();
    Map<String, Object> outer = root.object("metadata").members();
    request
        .maxLatencyMillis(constraints.limit("max_latency_ms"))
        .maxCost(constraints.limit("max_cost"))
        // the later wins
        .context(constraints.members())
        .context(context.members())
        .context(inner)
        .context(outer);
    if (!inner.isEmpty() || !outer.isEmpty()) {
      request.metadata(merged(inner, outer));
    }
    Map<String, Object> options = root.object("options").members();
    if (!options.isEmpty()) {
      request.options(options);
    }
    String subject = root.text("assignment_subject");
    if (subject != null) {
      AssignmentSubject.check(subject, rules.subjectPrefixes());
      request.assignmentSubject(subject);
    }
    // the gateway forwards no member of its own making, but any member of context
    boolean explain =
        isTrue(root.value("explain"))
            || isTrue(context.value("explain"))
            || isTrue(headers.get(WireHeaders.EXPLAIN));
    request
        .pushAssignment(isTrue(root.value("push_assignment")))
        .traced(explain && rules.explanations());
  }

  private static Map<String, Object> merged(Map<String, Object> inner, Map<String, Object> outer) {
    if (inner.isEmpty() || outer.isEmpty()) {
      return inner.isEmpty() ? outer : inner;
    }
    Map<String, Object> both = new HashMap<>(inner);
    both.putAll(outer);
    return both;
  }

  /** What the contract calls true: {@code true}, {@code "true"} and {@code 1}; nothing else is. */
  static boolean isTrue(@Nullable Object value) {
    return Boolean.TRUE.equals(value)
        || "true".equals(value)
        || (value instanceof Long number && number == 1);
  }
}
