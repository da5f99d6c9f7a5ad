package beamline.router.engine.extension;

import beamline.router.api.ErrorCode;
import beamline.router.spi.Extension;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one call of an extension ended.
 *
 * @param status {@code ok}, {@code refused}, {@code timeout}, {@code error} or {@code unavailable}
 * @param reply what it answered; null when it failed
 * @param code why it failed or refused
 * @param message the same for people
 * @param details of a refusal
 * @param latencyNanos how long it took, retries included
 * @param blamed whether it says how the extension does: else it was not called, or could not help
 *     it
 * @param cause what an extension of this process threw; for who reads the log, and nobody else
 */
record CallResult(
    String status,
    Extension.@Nullable Reply reply,
    ErrorCode code,
    String message,
    Map<String, Object> details,
    long latencyNanos,
    boolean blamed,
    @Nullable Throwable cause) {

  CallResult(
      String status,
      Extension.@Nullable Reply reply,
      ErrorCode code,
      String message,
      Map<String, Object> details,
      long latencyNanos) {
    this(status, reply, code, message, details, latencyNanos, true, null);
  }

  /** The same for which the extension is not to blame. */
  CallResult unblamed() {
    return new CallResult(status, reply, code, message, details, latencyNanos, false, cause);
  }

  /** The same, since this was thrown. */
  CallResult because(Throwable thrown) {
    return new CallResult(status, reply, code, message, details, latencyNanos, blamed, thrown);
  }

  boolean ok() {
    return "ok".equals(status);
  }
}
