package beamline.router.testkit;

import beamline.router.api.DecisionReason;
import beamline.router.api.ErrorCode;
import beamline.router.api.admin.Health;
import beamline.router.spi.BreakerState;
import beamline.router.spi.FlowTelemetry;
import beamline.router.spi.LimitKey;
import beamline.router.spi.PolicyTelemetry;
import beamline.router.spi.Telemetry;
import beamline.router.spi.Tracing;
import beamline.router.spi.TransportTelemetry;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Remembers every event for a test to look at. What is told of a policy is called {@code
 * policy.decided} and so on, and its values begin with the tenant and the policy; what is told of
 * messages and of the transport is called {@code flow.assignmentPublished}, {@code
 * transport.stateChanged} and so on. Safe for concurrent use.
 */
public final class RecordingTelemetry implements Telemetry {
  private final Queue<Event> events = new ConcurrentLinkedQueue<>();
  private final FlowTelemetry flows = recording(FlowTelemetry.class, "flow.");
  private final TransportTelemetry transport = recording(TransportTelemetry.class, "transport.");
  private final Tracing tracing;

  /** Nothing recorded yet; nobody traces. */
  public RecordingTelemetry() {
    this(Tracing.NONE);
  }

  /** Nothing recorded yet; spans are begun there. */
  public RecordingTelemetry(Tracing tracing) {
    this.tracing = tracing;
  }

  /**
   * Something that was told.
   *
   * @param name the name of the method
   * @param values its arguments
   */
  public record Event(String name, List<Object> values) {
    public Event {
      values = List.copyOf(values);
    }

    /** An event to compare with. */
    public static Event of(String name, Object... values) {
      return new Event(name, List.of(values));
    }
  }

  /** All events so far, oldest first. */
  public List<Event> events() {
    return List.copyOf(events);
  }

  /** The events of this name so far, oldest first. */
  public List<Event> events(String name) {
    return events.stream().filter(event -> event.name().equals(name)).toList();
  }

  /** Forgets everything. */
  public void clear() {
    events.clear();
  }

  @Override
  public PolicyTelemetry policy(String tenantId, String policyId) {
    return new OfPolicy(tenantId, policyId);
  }

  @Override
  public FlowTelemetry flows() {
    return flows;
  }

  @Override
  public TransportTelemetry transport() {
    return transport;
  }

  @Override
  public Tracing tracing() {
    return tracing;
  }

  @Override
  public void refused(ErrorCode code, long latencyNanos) {
    record("refused", code, latencyNanos);
  }

  @Override
  public void tenantChecked(boolean allowed) {
    record("tenantChecked", allowed);
  }

  @Override
  public void breakerRecorded(
      String tenantId, String providerId, String event, long windowCalls, long windowFailures) {
    record("breakerRecorded", tenantId, providerId, event, windowCalls, windowFailures);
  }

  @Override
  public void breakerChanged(
      String tenantId, String providerId, BreakerState from, BreakerState to, String trigger) {
    record("breakerChanged", tenantId, providerId, from, to, trigger);
  }

  @Override
  public void breakerOpened(String tenantId, String providerId, long openNanos) {
    record("breakerOpened", tenantId, providerId, openNanos);
  }

  @Override
  public void policyLoaded(
      String tenantId, String policyId, String source, boolean usable, long loadNanos) {
    record("policyLoaded", tenantId, policyId, source, usable, loadNanos);
  }

  @Override
  public void policiesHeld(int count) {
    record("policiesHeld", count);
  }

  @Override
  public void policyLookup(boolean hit) {
    record("policyLookup", hit);
  }

  @Override
  public void extensionCalled(
      String tenantId,
      String policyId,
      String extensionId,
      String kind,
      String status,
      long latencyNanos) {
    record("extensionCalled", tenantId, policyId, extensionId, kind, status, latencyNanos);
  }

  @Override
  public void extensionRetried(String extensionId, int retries) {
    record("extensionRetried", extensionId, retries);
  }

  @Override
  public void extensionVersionCalled(String extensionId, String version) {
    record("extensionVersionCalled", extensionId, version);
  }

  @Override
  public void extensionInstanceCalled(String extensionId, String instanceId) {
    record("extensionInstanceCalled", extensionId, instanceId);
  }

  @Override
  public void extensionInstanceJudged(String extensionId, String instanceId, boolean well) {
    record("extensionInstanceJudged", extensionId, instanceId, well);
  }

  @Override
  public void extensionBreakerChanged(
      String extensionId, BreakerState from, BreakerState to, String trigger) {
    record("extensionBreakerChanged", extensionId, from, to, trigger);
  }

  @Override
  public void extensionsRead(boolean read, int registered) {
    record("extensionsRead", read, registered);
  }

  @Override
  public void healthAsked(Health health) {
    record("healthAsked", health);
  }

  @Override
  public void callBegan(String protocol, String method) {
    record("callBegan", protocol, method);
  }

  @Override
  public void callEnded(String protocol, String method, String status, long latencyNanos) {
    record("callEnded", protocol, method, status, latencyNanos);
  }

  @Override
  public void messageDropped(String subject) {
    record("messageDropped", subject);
  }

  // Both interfaces consist of events, so that nothing has to be written out here.
  private <T> T recording(Class<T> type, String prefix) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
              case "equals" -> proxy == arguments[0];
              case "hashCode" -> System.identityHashCode(proxy);
              default -> prefix + "recording";
            };
          }
          record(prefix + method.getName(), arguments == null ? new Object[0] : arguments);
          return null;
        };
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private void record(String name, Object... values) {
    events.add(Event.of(name, values));
  }

  private final class OfPolicy implements PolicyTelemetry {
    private final String tenantId;
    private final String policyId;

    private OfPolicy(String tenantId, String policyId) {
      this.tenantId = tenantId;
      this.policyId = policyId;
    }

    @Override
    public boolean wantsLatency() {
      return true;
    }

    @Override
    public void decided(DecisionReason reason, long latencyNanos) {
      record("policy.decided", tenantId, policyId, reason, latencyNanos);
    }

    @Override
    public void refused(ErrorCode code, long latencyNanos) {
      record("policy.refused", tenantId, policyId, code, latencyNanos);
    }

    @Override
    public void sticky(boolean hit) {
      record("policy.sticky", tenantId, policyId, hit);
    }

    @Override
    public void keptAway(String providerId) {
      record("policy.keptAway", tenantId, policyId, providerId);
    }

    @Override
    public void limited(LimitKey.Scope scope, boolean allowed) {
      record("policy.limited", tenantId, policyId, scope, allowed);
    }
  }
}
