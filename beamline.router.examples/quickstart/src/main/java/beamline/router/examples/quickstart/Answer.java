package beamline.router.examples.quickstart;

import java.util.Map;

/**
 * A reply of the router, read from its JSON. Texts that a reply does not have are empty.
 *
 * @param decided whether it is a decision
 * @param requestId the request, as repeated
 * @param policyId the policy that decided
 * @param providerId who executes
 * @param reason why it is this provider
 * @param stickyKey the session that is pinned
 * @param latencyMillis expected latency
 * @param cost expected cost
 * @param code the error code of a refusal
 * @param intakeCode the intake's code of a refusal
 * @param message what a refusal says
 * @param metadata more about a decision; empty unless asked for
 */
record Answer(
    boolean decided,
    String requestId,
    String policyId,
    String providerId,
    String reason,
    String stickyKey,
    double latencyMillis,
    double cost,
    String code,
    String intakeCode,
    String message,
    Map<String, Object> metadata) {

  /** The reason of a decision, the code of a refusal. */
  String verdict() {
    return decided ? reason : code;
  }

  /** Reads a reply; its metadata only when the row is to show them. */
  static Answer read(byte[] reply, boolean withMetadata) {
    return new Reading(withMetadata).of(new JsonBytes(reply));
  }

  private static final class Reading {
    private final boolean withMetadata;
    private boolean decided;
    private String requestId = "";
    private String policyId = "";
    private String providerId = "";
    private String reason = "";
    private String stickyKey = "";
    private double latencyMillis;
    private double cost;
    private String code = "";
    private String intakeCode = "";
    private String message = "";
    private Map<String, Object> metadata = Map.of();

    Reading(boolean withMetadata) {
      this.withMetadata = withMetadata;
    }

    Answer of(JsonBytes json) {
      if (json.enterObject()) {
        while (json.nextMember()) {
          if (json.keyIs("ok")) {
            decided = json.isTrue();
          } else if (json.keyIs("decision") && json.enterObject()) {
            decision(json);
          } else if (json.keyIs("error") && json.enterObject()) {
            error(json);
          } else if (json.keyIs("context") && json.enterObject()) {
            context(json);
          } else {
            json.skip();
          }
        }
      }
      return new Answer(
          decided,
          requestId,
          policyId,
          providerId,
          reason,
          stickyKey,
          latencyMillis,
          cost,
          code,
          intakeCode,
          message,
          metadata);
    }

    private void decision(JsonBytes json) {
      while (json.nextMember()) {
        if (json.keyIs("provider_id")) {
          providerId = text(json);
        } else if (json.keyIs("reason")) {
          reason = text(json);
        } else if (json.keyIs("policy_id")) {
          policyId = text(json);
        } else if (json.keyIs("sticky_key")) {
          stickyKey = text(json);
        } else if (withMetadata && json.keyIs("expected_latency_ms")) {
          latencyMillis = json.number();
        } else if (withMetadata && json.keyIs("expected_cost")) {
          cost = json.number();
        } else if (withMetadata && json.keyIs("metadata")) {
          metadata = json.object();
        } else {
          json.skip();
        }
      }
    }

    private void error(JsonBytes json) {
      while (json.nextMember()) {
        if (json.keyIs("code")) {
          code = text(json);
        } else if (json.keyIs("message")) {
          message = text(json);
        } else if (json.keyIs("details") && json.enterObject()) {
          details(json);
        } else {
          json.skip();
        }
      }
    }

    private void details(JsonBytes json) {
      while (json.nextMember()) {
        if (json.keyIs("intake_error_code")) {
          intakeCode = text(json);
        } else {
          json.skip();
        }
      }
    }

    private void context(JsonBytes json) {
      while (json.nextMember()) {
        if (json.keyIs("request_id")) {
          requestId = text(json);
        } else {
          json.skip();
        }
      }
    }

    private static String text(JsonBytes json) {
      String text = json.text();
      return text == null ? "" : text;
    }
  }
}
