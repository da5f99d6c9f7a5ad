package beamline.router.spi;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * One asynchronous call that takes part in decisions: before (pre-processor), as a check
 * (validator), or after (post-processor).
 *
 * <p>The engine bounds every call by its deadline and contains every fault: an extension that
 * throws, hangs or returns garbage fails for this request and nothing else. An extension must not
 * block the calling thread.
 */
public interface Extension {

  /** What an extension is for. */
  enum Kind {
    /** Changes the message before the decision. */
    PRE,
    /** Accepts or refuses the message. */
    VALIDATOR,
    /** Adds to the decision. */
    POST
  }

  /** Calls it. A stage that fails counts as a failed call. */
  CompletionStage<Reply> call(Request request);

  /**
   * What an extension is given.
   *
   * @param tenantId whose request it is
   * @param policyId under which policy
   * @param traceId the trace; empty when there is none
   * @param payload the message as a JSON tree: {@code message_id}, {@code message_type}, {@code
   *     payload}, {@code metadata}; for a post-processor also {@code decision}
   * @param context the routing context
   * @param config the {@code config} of the policy's item, over that of the registered extension
   * @param timeoutMillis how long the engine waits
   */
  record Request(
      String tenantId,
      String policyId,
      String traceId,
      Map<String, Object> payload,
      Map<String, Object> context,
      Map<String, Object> config,
      long timeoutMillis) {}

  /** What an extension answers. */
  sealed interface Reply {

    /** Goes on, with what is to be changed: both may be empty. */
    record Proceed(Map<String, Object> payload, Map<String, Object> context) implements Reply {
      public Proceed {
        Objects.requireNonNull(payload, "payload");
        Objects.requireNonNull(context, "context");
      }
    }

    /** Refuses the request (validators). */
    record Refuse(String reason, Map<String, Object> details) implements Reply {
      public Refuse {
        Objects.requireNonNull(reason, "reason");
        details = Map.copyOf(details);
      }
    }

    /** Goes on and changes nothing. */
    static Reply proceed() {
      return new Proceed(Map.of(), Map.of());
    }
  }
}
