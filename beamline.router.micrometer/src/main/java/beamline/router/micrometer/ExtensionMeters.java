package beamline.router.micrometer;

import beamline.router.spi.BreakerState;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of {@link ExtensionMetric}. Every value is bounded here before it becomes a label. */
final class ExtensionMeters {
  private final Ledger ledger;
  private final Map<String, Recent> byExtension = new ConcurrentHashMap<>();
  private volatile int registered;

  /** What is known of the extensions that share a label. */
  private record Recent(RecentCalls calls, BreakerStates breakers) {}

  ExtensionMeters(Ledger ledger) {
    this.ledger = ledger;
    ledger.meters().window(ExtensionMetric.REGISTERED, this, it -> it.registered);
  }

  void called(
      String tenantId,
      String policyId,
      String extensionId,
      String kind,
      String status,
      long latencyNanos) {
    String extension = extension(extensionId);
    String tenant = ledger.labels().tenants().of(tenantId);
    String policy = ledger.labels().policies().of(policyId);
    double millis = Meters.millis(latencyNanos);
    ledger.count(ExtensionMetric.EXTENSION_EXECUTIONS, extension, kind, status, tenant, policy);
    ledger.record(ExtensionMetric.EXTENSION_LATENCY, millis, extension, kind, tenant, policy);
    ledger.count(ExtensionMetric.INVOCATIONS, extension, status);
    ledger.record(ExtensionMetric.INVOCATION_LATENCY, millis, extension);
    boolean answered = status.equals("ok") || status.equals("refused");
    recent(extension).calls.add(answered, latencyNanos);
  }

  void retried(String extensionId, int retries) {
    ledger.count(ExtensionMetric.RETRIES, retries, extension(extensionId));
  }

  void versionCalled(String extensionId, String version) {
    ledger.count(
        ExtensionMetric.VERSION_CALLS,
        extension(extensionId),
        ledger.labels().versions().of(version));
  }

  void instanceCalled(String extensionId, String instanceId) {
    ledger.count(
        ExtensionMetric.INSTANCE_CALLS,
        extension(extensionId),
        ledger.labels().instances().of(instanceId));
  }

  void instanceJudged(String extensionId, String instanceId, boolean well) {
    ledger.set(
        ExtensionMetric.INSTANCE_HEALTH,
        well ? 1 : 0,
        extension(extensionId),
        ledger.labels().instances().of(instanceId));
  }

  void breakerChanged(String extensionId, BreakerState from, BreakerState to) {
    String extension = extension(extensionId);
    recent(extension).breakers.changed(from, to);
    if (to == BreakerState.OPEN) {
      ledger.count(ExtensionMetric.EXTENSION_BREAKER_OPENED, extension);
    }
  }

  void read(boolean read, int count) {
    registered = count;
    ledger.count(ExtensionMetric.REGISTRY_SYNCS, read ? "ok" : "error");
  }

  private String extension(String id) {
    return ledger.labels().extensions().of(id);
  }

  private Recent recent(String extension) {
    Recent found = byExtension.get(extension);
    return found != null ? found : byExtension.computeIfAbsent(extension, this::register);
  }

  private Recent register(String extension) {
    Recent recent = new Recent(new RecentCalls(), new BreakerStates());
    Meters meters = ledger.meters();
    meters.gauge(ExtensionMetric.SUCCESS_RATE, recent.calls, RecentCalls::goodShare, extension);
    meters.gauge(
        ExtensionMetric.LATENCY_P95,
        recent.calls,
        calls -> Meters.millis(calls.quantile(.95)),
        extension);
    meters.gauge(
        ExtensionMetric.EXTENSION_BREAKER_STATE, recent.breakers, BreakerStates::code, extension);
    return recent;
  }
}
