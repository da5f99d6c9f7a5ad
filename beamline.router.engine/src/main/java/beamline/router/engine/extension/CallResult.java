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
 */
record CallResult(
    String status,
    Extension.@Nullable Reply reply,
    ErrorCode code,
    String message,
    Map<String, Object> details,
    long latencyNanos) {

  boolean ok() {
    return "ok".equals(status);
  }
}
