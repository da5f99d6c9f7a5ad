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
  private static final long MINUTE_MILLIS = 60_000;

  private final Cache<String, ExtensionCalls> byId =
      Caffeine.newBuilder().maximumSize(MAX_EXTENSIONS).executor(Runnable::run).build();

  /** When something was logged of each last. */
  private final Cache<String, Long> told =
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

  /** Whether a failure is to be logged: one of an extension in a minute. */
  boolean toBeTold(String extensionId) {
    long now = epochMillis.getAsLong();
    Long last = told.getIfPresent(extensionId);
    if (last != null && now - last < MINUTE_MILLIS) {
      return false;
    }
    told.put(extensionId, now);
    return true;
  }

  /** What is known of each, by id. */
  public Map<String, ExtensionCalls.Summary> summaries() {
    Map<String, ExtensionCalls.Summary> all = new TreeMap<>();
    byId.asMap().forEach((id, calls) -> all.put(id, calls.summary()));
    return all;
  }
}
