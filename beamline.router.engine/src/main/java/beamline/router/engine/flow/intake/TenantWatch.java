package beamline.router.engine.flow.intake;

import beamline.router.api.IntakeKeys;
import beamline.router.api.LogEvent;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.engine.json.Printable;
import beamline.router.spi.FlowTelemetry;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches what tenants send: mostly heavy payloads, mostly empty ones, or very many requests. Told
 * once in a window and logged, never refused (routing contract 2.10). Safe for concurrent use.
 */
final class TenantWatch {
  private static final Logger LOG = LoggerFactory.getLogger(TenantWatch.class);
  private static final int LONGEST_ID = 64;

  /** As JSON. An object without members is what the gateway sends, and says nothing. */
  private static final String EMPTY = "\"\"";

  /** Beyond that many a tenant is watched once the window of another one is over. */
  private static final int MAX_TENANTS = 10_000;

  private final ConcurrentHashMap<String, Window> windows = new ConcurrentHashMap<>();
  private final FlowTelemetry telemetry;
  private final int heavyBytes;
  private final int percent;
  private final int minRequests;
  private final long maxRequests;
  private final long windowNanos;

  TenantWatch(RouterConfig config, FlowTelemetry telemetry) {
    this.telemetry = telemetry;
    heavyBytes = config.get(IntakeKeys.ABUSE_PAYLOAD_BYTES);
    percent = config.get(IntakeKeys.ABUSE_RATIO_PERCENT);
    minRequests = config.get(IntakeKeys.ABUSE_MIN_REQUESTS);
    maxRequests = config.get(IntakeKeys.ABUSE_MAX_REQUESTS);
    windowNanos = config.get(IntakeKeys.ABUSE_WINDOW).toNanos();
  }

  /** A request that is well-formed. */
  void saw(RouteRequest request, long nowNanos) {
    String tenantId = request.tenantId();
    Window window = windows.get(tenantId);
    if (window == null || nowNanos - window.start >= windowNanos) {
      window = begin(tenantId, window, nowNanos);
      if (window == null) {
        return;
      }
    }
    long requests = window.requests.incrementAndGet();
    String payload = request.payload().orElse("");
    if (payload.equals(EMPTY) || (payload.isEmpty() && request.payloadRef().isEmpty())) {
      share(window.empty, requests, tenantId, "empty_payload");
    } else if (payload.length() >= heavyBytes) {
      share(window.heavy, requests, tenantId, "heavy_payload");
    }
    if (requests == maxRequests) {
      report(tenantId, "targeted_tenant", requests);
    }
  }

  private void share(Share share, long requests, String tenantId, String kind) {
    int count = share.count.incrementAndGet();
    if (requests >= minRequests
        && count * 100L >= percent * requests
        && share.told.compareAndSet(0, 1)) {
      report(tenantId, kind, count);
    }
  }

  private void report(String tenantId, String kind, long count) {
    LOG.atWarn()
        .addKeyValue(LogEvent.KEY, LogEvent.ABUSE_SUSPECTED)
        .addKeyValue("tenant_id", Printable.of(tenantId, LONGEST_ID))
        .addKeyValue("kind", kind)
        .addKeyValue("requests", count)
        .log("a tenant may be abused");
    telemetry.abuseSuspected(tenantId, kind);
  }

  private @Nullable Window begin(String tenantId, @Nullable Window former, long nowNanos) {
    Window fresh = new Window(nowNanos);
    if (former != null) {
      return windows.replace(tenantId, former, fresh) ? fresh : windows.get(tenantId);
    }
    if (windows.size() >= MAX_TENANTS) {
      windows.values().removeIf(window -> nowNanos - window.start >= windowNanos);
      if (windows.size() >= MAX_TENANTS) {
        return null;
      }
    }
    Window other = windows.putIfAbsent(tenantId, fresh);
    return other == null ? fresh : other;
  }

  /** What one tenant sent since the start. */
  private static final class Window {
    private final long start;
    private final AtomicLong requests = new AtomicLong();
    private final Share heavy = new Share();
    private final Share empty = new Share();

    private Window(long start) {
      this.start = start;
    }
  }

  /** How many of the requests were so, and whether that was told. */
  private static final class Share {
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger told = new AtomicInteger();
  }
}
