package beamline.router.engine.extension;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * How the calls of each extension went, since the engine was built. Grows with the extensions that
 * policies name. Safe for concurrent use.
 */
public final class ExtensionStats {
  private final Map<String, ExtensionCalls> byId = new ConcurrentHashMap<>();
  private final LongSupplier epochMillis;

  /** No call yet. */
  public ExtensionStats(LongSupplier epochMillis) {
    this.epochMillis = epochMillis;
  }

  /** Takes note of a call. */
  void called(String extensionId, boolean ok, long latencyNanos) {
    byId.computeIfAbsent(extensionId, id -> new ExtensionCalls())
        .add(ok, latencyNanos, epochMillis.getAsLong());
  }

  /** What is known of each, by id. */
  public Map<String, ExtensionCalls.Summary> summaries() {
    Map<String, ExtensionCalls.Summary> all = new TreeMap<>();
    byId.forEach((id, calls) -> all.put(id, calls.summary()));
    return all;
  }
}
