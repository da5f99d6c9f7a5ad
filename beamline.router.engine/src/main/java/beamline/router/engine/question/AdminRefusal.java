package beamline.router.engine.question;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import java.util.LinkedHashMap;
import java.util.Map;

/** A question without an answer. Has no stack trace: it is everyday. */
public final class AdminRefusal extends Exception {
  private static final long serialVersionUID = 1L;

  private static final String DECISION_NOT_FOUND = "DECISION_NOT_FOUND";

  private final String code;
  private final String adminCode;

  /**
   * A refusal.
   *
   * @param code lower-case, one that the gateway has an HTTP status for
   * @param adminCode upper-case, as the routing contract names it (10.3)
   */
  private AdminRefusal(String code, String adminCode, String message) {
    super(message, null, false, false);
    this.code = code;
    this.adminCode = adminCode;
  }

  /** The question is not one. */
  public static AdminRefusal invalid(String message) {
    return new AdminRefusal("invalid_request", "INVALID_ARGUMENT", message);
  }

  /** Who asks may not know, or that cannot be found out. */
  public static AdminRefusal of(RouterException e) {
    return new AdminRefusal(
        e.code().defaultMapping().wireCode(), e.code().name(), e.publicMessage());
  }

  /** Too much is asked at once. */
  public static AdminRefusal overloaded() {
    return new AdminRefusal(
        ErrorCode.SERVICE_OVERLOADED.defaultMapping().wireCode(),
        ErrorCode.SERVICE_OVERLOADED.name(),
        "too many questions wait for an answer");
  }

  static AdminRefusal policyNotFound(String message) {
    return new AdminRefusal("policy_not_found", "POLICY_NOT_FOUND", message);
  }

  /** The decision is not known here. The gateway has no other code that becomes a 404. */
  public static AdminRefusal decisionNotFound(String message) {
    return new AdminRefusal("policy_not_found", DECISION_NOT_FOUND, message);
  }

  /** There is an answer, but not one that can be given. */
  public static AdminRefusal pipeline(String code, String message) {
    return new AdminRefusal(code, "PIPELINE_ERROR", message);
  }

  /** Something is wrong with the router. */
  public static AdminRefusal internal() {
    return new AdminRefusal("internal", "INTERNAL_ERROR", "the question could not be answered");
  }

  /** Whether another node may have the answer. */
  public boolean isUnknownHere() {
    return adminCode.equals(DECISION_NOT_FOUND);
  }

  /** The refusal as it is told. */
  public Map<String, Object> reply() {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", String.valueOf(getMessage()));
    error.put("details", Map.of("admin_code", adminCode));
    Map<String, Object> reply = new LinkedHashMap<>();
    reply.put("ok", false);
    reply.put("error", error);
    return reply;
  }
}
