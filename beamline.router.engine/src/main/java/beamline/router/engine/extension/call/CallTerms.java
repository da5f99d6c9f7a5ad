package beamline.router.engine.extension.call;

import beamline.router.engine.extension.registry.ExtensionRecord;
import beamline.router.engine.policy.ExtensionItem;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * On which terms an extension is called: what the policy's item says, else the registered version,
 * else the configuration.
 *
 * @param timeoutMillis how long one attempt may take
 * @param retries attempts after the first
 * @param config what the extension is told
 */
public record CallTerms(int timeoutMillis, int retries, Map<String, Object> config) {

  /**
   * The terms of a call. What the policy asks for is cut to the limits.
   *
   * @param version null for an extension that is not registered
   */
  public static CallTerms of(
      ExtensionItem item, ExtensionRecord.@Nullable Version version, CallLimits limits) {
    int timeout = item.timeoutMillis();
    int retry = item.retry();
    if (version != null) {
      timeout = timeout > 0 ? timeout : version.timeoutMillis();
      retry = retry >= 0 ? retry : version.retry();
    }
    return new CallTerms(
        timeout > 0
            ? Math.max(limits.minTimeoutMillis(), Math.min(timeout, limits.maxTimeoutMillis()))
            : limits.maxTimeoutMillis(),
        Math.max(0, Math.min(retry, limits.maxRetries())),
        version == null ? item.config() : merged(version.config(), item.config()));
  }

  /** The policy's word counts, key by key. */
  private static Map<String, Object> merged(Map<String, Object> below, Map<String, Object> above) {
    if (below.isEmpty() || above.isEmpty()) {
      return below.isEmpty() ? above : below;
    }
    Map<String, Object> both = new LinkedHashMap<>(below);
    both.putAll(above);
    return both;
  }
}
