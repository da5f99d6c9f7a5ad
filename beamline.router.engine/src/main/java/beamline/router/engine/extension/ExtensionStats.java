package beamline.router.engine.extension;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * How the calls of each extension went, since the engine was built. Whatever ids policies name, it
 * keeps the 1,000 that are called most. Safe for concurrent use.
 */
public final class ExtensionStats {
  private static final int MAX_EXTENSIONS = 1_000;

  private final Cache<String, ExtensionCalls> byId =
      Caffeine.newBuilder().maximumSize(MAX_EXTENSIONS).executor(Runnable::run).build();
  private final LongSupplier epochMillis;

  /** No call yet. */
  public ExtensionStats(LongSupplier epochMillis) {
    this.epochMillis = epochMillis;
  }

  /** Takes note of a call. */
  void called(String extensionId, boolean ok, long latencyNanos) {
    byId.get(extensionId, id -> new ExtensionCalls())
        .add(ok, latencyNanos, epochMillis.getAsLong());
  }

  /** Whether a failure that stops no request is to be logged. */
  boolean toBeTold(String extensionId) {
    ExtensionCalls calls = byId.getIfPresent(extensionId);
    return calls == null || calls.toBeTold(epochMillis.getAsLong());
  }

  /** What is known of each, by id. */
  public Map<String, ExtensionCalls.Summary> summaries() {
    Map<String, ExtensionCalls.Summary> all = new TreeMap<>();
    byId.asMap().forEach((id, calls) -> all.put(id, calls.summary()));
    return all;
  }
}
