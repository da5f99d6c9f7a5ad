package beamline.router.engine.extension.call;

import beamline.router.api.ExtensionKeys;
import beamline.router.api.RouterConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call may cost at most, as configured.
 *
 * @param minTimeoutMillis the shortest timeout
 * @param maxTimeoutMillis the longest timeout, and that of an extension which asks for none
 * @param maxRetries retries after a time-out
 * @param maxPayloadBytes length of the message that is sent, and of the one that is answered
 * @param maxMetadataBytes length of the routing context that is sent, and of what is answered for
 *     it
 */
public record CallLimits(
    int minTimeoutMillis,
    int maxTimeoutMillis,
    int maxRetries,
    int maxPayloadBytes,
    int maxMetadataBytes) {

  /** Characters of a reason that count; the rest is cut off. */
  public static final int LONGEST_REASON = 500;

  /** As configured. */
  public static CallLimits of(RouterConfig config) {
    return new CallLimits(
        Math.toIntExact(config.get(ExtensionKeys.MIN_TIMEOUT).toMillis()),
        Math.toIntExact(config.get(ExtensionKeys.MAX_TIMEOUT).toMillis()),
        config.get(ExtensionKeys.MAX_RETRIES),
        config.get(ExtensionKeys.MAX_PAYLOAD_BYTES),
        config.get(ExtensionKeys.MAX_METADATA_BYTES));
  }

  /** For an extension whose metadata may ask for less: {@code max_payload_size} and the like. */
  public CallLimits loweredBy(Map<String, Object> metadata) {
    return metadata.isEmpty()
        ? this
        : new CallLimits(
            minTimeoutMillis,
            maxTimeoutMillis,
            maxRetries,
            lower(maxPayloadBytes, metadata.get("max_payload_size")),
            lower(maxMetadataBytes, metadata.get("max_metadata_size")));
  }

  private static int lower(int configured, @Nullable Object asked) {
    return asked instanceof Number number && number.longValue() > 0
        ? (int) Math.min(configured, number.longValue())
        : configured;
  }
}
