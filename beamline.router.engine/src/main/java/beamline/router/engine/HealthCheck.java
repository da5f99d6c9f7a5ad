package beamline.router.engine;

import beamline.router.api.admin.Health;
import beamline.router.api.admin.Health.Component;
import beamline.router.api.admin.Health.Status;
import beamline.router.api.policy.PolicyKey;
import beamline.router.engine.extension.registry.ExtensionRegistry;
import beamline.router.engine.flow.Flows;
import beamline.router.spi.Transport;
import beamline.router.spi.TransportTelemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Looks at the parts of an engine: next to all in memory, so that a probe costs nothing. */
final class HealthCheck {
  private static final int MAX_SHOWN = 10;

  private final EngineParts parts;
  private final TransportTelemetry toldOfTransport;
  private final boolean failsOpen;

  /** Without the bus, an engine that fails open takes work all the same. */
  HealthCheck(EngineParts parts, boolean failsOpen) {
    this.parts = parts;
    this.failsOpen = failsOpen;
    this.toldOfTransport = parts.components().telemetry().transport();
  }

  /**
   * How it is now.
   *
   * @param started whether it is to be on the bus: a host that only decides starts nothing
   */
  Health health(boolean serving, boolean started) {
    List<Component> found = new ArrayList<>();
    found.add(
        serving
            ? new Component("engine", Status.UP, "deciding")
            : new Component("engine", Status.DOWN, "draining or closed"));
    found.add(policies());
    found.add(tenants());
    found.add(extensions());
    found.add(parts.audit().health());
    parts.administrations().authenticator().health().ifPresent(found::add);
    parts.components().transport().ifPresent(transport -> found.addAll(bus(transport, started)));
    Health health = Health.of(found);
    parts.components().telemetry().healthAsked(health);
    return health;
  }

  private Component policies() {
    List<String> wrong = new ArrayList<>();
    Set<PolicyKey> broken = parts.admission().quarantined().keySet();
    if (!broken.isEmpty()) {
      wrong.add(broken.size() + " set aside: " + shown(broken));
    }
    parts.components().policyStore().trouble().ifPresent(wrong::add);
    int inForce = parts.catalogue().size();
    return judged("policies", inForce + " policies in force", wrong).ready(inForce > 0);
  }

  private Component tenants() {
    Optional<String> unknown = parts.tenantReading().trouble();
    if (unknown.isPresent()) {
      return new Component("tenants", Status.DOWN, "limits are not known yet, " + unknown.get());
    }
    String held = "settings of " + parts.tenants().size() + " tenants in force";
    return parts
        .components()
        .tenantStore()
        .trouble()
        .map(trouble -> new Component("tenants", Status.DEGRADED, held + ", " + trouble))
        .orElseGet(() -> new Component("tenants", Status.UP, held));
  }

  private Component extensions() {
    ExtensionRegistry registry = parts.extensions().registry();
    List<String> wrong = new ArrayList<>();
    if (!registry.invalid().isEmpty()) {
      wrong.add("not valid: " + shown(registry.invalid()));
    }
    registry.trouble().ifPresent(wrong::add);
    String held =
        registry.isKnown()
            ? registry.records().size() + " extensions registered"
            : "registered extensions are not known yet";
    return judged("extensions", held, wrong);
  }

  private static Component judged(String name, String held, List<String> wrong) {
    return wrong.isEmpty()
        ? new Component(name, Status.UP, held)
        : new Component(name, Status.DEGRADED, held + ", " + String.join("; ", wrong));
  }

  private static String shown(Set<?> keys) {
    String first = keys.stream().limit(MAX_SHOWN).toList().toString();
    return keys.size() > MAX_SHOWN ? first + " and others" : first;
  }

  private static Component connected(List<String> differences) {
    return differences.isEmpty()
        ? new Component("transport", Status.UP, "connected")
        : new Component(
            "transport", Status.DEGRADED, "connected; " + String.join("; ", differences));
  }

  /** The connection and the flows on it. */
  private List<Component> bus(Transport transport, boolean started) {
    List<Component> found = new ArrayList<>();
    Component connection = asked(transport);
    boolean awaited = started && transport.state() == Transport.State.DISCONNECTED;
    found.add(awaited ? connection.ready(false) : connection);
    Flows flows = parts.flows();
    if (flows != null) {
      found.addAll(flows.health());
    }
    if (failsOpen && isAway(transport.state())) {
      found.replaceAll(component -> component.ready(true));
    }
    return found;
  }

  private static boolean isAway(Transport.State state) {
    return state == Transport.State.CONNECTING || state == Transport.State.RECONNECTING;
  }

  private Component asked(Transport transport) {
    Component component = transport(transport);
    toldOfTransport.healthAsked(component.status().name().toLowerCase(Locale.ROOT));
    return component;
  }

  private static Component transport(Transport transport) {
    Optional<String> trouble = transport.trouble();
    if (trouble.isPresent()) {
      return new Component("transport", Status.DOWN, trouble.get());
    }
    return switch (transport.state()) {
      case CONNECTED -> connected(transport.differences());
      case DISCONNECTED -> new Component("transport", Status.UP, "not started");
      case CONNECTING -> new Component("transport", Status.DEGRADED, "connecting").ready(false);
      case RECONNECTING -> new Component("transport", Status.DEGRADED, "reconnecting").ready(false);
    };
  }
}
