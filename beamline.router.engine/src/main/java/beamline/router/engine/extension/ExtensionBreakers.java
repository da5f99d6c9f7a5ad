package beamline.router.engine.extension;

import beamline.router.api.ExtensionKeys;
import beamline.router.api.LogEvent;
import beamline.router.api.RouterConfig;
import beamline.router.engine.breaker.Breaker;
import beamline.router.engine.breaker.BreakerListener;
import beamline.router.engine.policy.BreakerModel;
import beamline.router.spi.BreakerState;
import beamline.router.spi.Telemetry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The breakers of extensions, one per id: in process or on the bus, whatever version or instance is
 * called (routing contract 4.4). Without {@code extension.breaker-enabled} every call passes. Grows
 * with the extensions that policies call. Safe for concurrent use.
 */
public final class ExtensionBreakers {
  private static final Logger LOG = LoggerFactory.getLogger(ExtensionBreakers.class);

  private final @Nullable BreakerModel settings;
  private final LongSupplier nanoTime;
  private final LongSupplier epochMillis;
  private final Telemetry telemetry;
  private final Map<String, Guard> guards = new ConcurrentHashMap<>();

  /** No call yet. */
  public ExtensionBreakers(
      RouterConfig config, LongSupplier nanoTime, LongSupplier epochMillis, Telemetry telemetry) {
    this.settings = settings(config);
    this.nanoTime = nanoTime;
    this.epochMillis = epochMillis;
    this.telemetry = telemetry;
  }

  /** The threshold and the time are configured; the rest is the routing contract's. */
  private static @Nullable BreakerModel settings(RouterConfig config) {
    if (!config.get(ExtensionKeys.BREAKER_ENABLED)) {
      return null;
    }
    return new BreakerModel(
        true,
        config.get(ExtensionKeys.BREAKER_FAILURE_THRESHOLD),
        2,
        Math.toIntExact(config.get(ExtensionKeys.BREAKER_OPEN_TIME).toMillis()),
        3,
        0.5,
        60,
        3_600_000, // no extension may be that slow
        10);
  }

  /** The state of an extension's breaker; closed where it has none. */
  public BreakerState state(String id) {
    Guard guard = guards.get(id);
    return guard == null ? BreakerState.CLOSED : guard.breaker.state(nanoTime.getAsLong());
  }

  /** When it last opened, in milliseconds since the epoch; 0 for never. */
  public long openedAtMillis(String id) {
    Guard guard = guards.get(id);
    return guard == null ? 0 : guard.openedAtMillis;
  }

  /** Takes the permission for one call: {@link #record} or {@link #release} gives it back. */
  boolean tryAcquire(String id) {
    return settings == null || guard(id, settings).breaker.tryAcquire(nanoTime.getAsLong());
  }

  /** Takes note of how a call ended. */
  void record(String id, boolean failed, long latencyNanos) {
    Guard guard = guards.get(id);
    if (guard != null) {
      guard.breaker.record(failed, latencyNanos, nanoTime.getAsLong());
    }
  }

  /** A call says nothing about the extension. */
  void release(String id) {
    Guard guard = guards.get(id);
    if (guard != null) {
      guard.breaker.release();
    }
  }

  private Guard guard(String id, BreakerModel model) {
    Guard known = guards.get(id);
    return known == null ? guards.computeIfAbsent(id, key -> new Guard(key, model)) : known;
  }

  private final class Guard implements BreakerListener {
    private final String id;
    private final Breaker breaker;
    private volatile long openedAtMillis;

    Guard(String id, BreakerModel model) {
      this.id = id;
      this.breaker = new Breaker(model, this, nanoTime.getAsLong());
    }

    @Override
    public void changed(BreakerState from, BreakerState to, String trigger) {
      telemetry.extensionBreakerChanged(id, from, to, trigger);
      if (to == BreakerState.OPEN) {
        openedAtMillis = epochMillis.getAsLong();
        LOG.atWarn()
            .addKeyValue(LogEvent.KEY, LogEvent.EXTENSION_BREAKER_OPENED)
            .addKeyValue("extension_id", id)
            .addKeyValue("reason", trigger)
            .log("an extension is not called for a while");
      } else if (to == BreakerState.CLOSED) {
        LOG.atInfo()
            .addKeyValue(LogEvent.KEY, LogEvent.EXTENSION_BREAKER_CLOSED)
            .addKeyValue("extension_id", id)
            .log("an extension is called again");
      }
    }
  }
}
