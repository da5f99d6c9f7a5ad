package beamline.router.engine.flow;

import static org.awaitility.Awaitility.await;

import beamline.router.api.RouterComponent;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterEngineBuilder;
import beamline.router.api.admin.Health;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.spi.Transport;
import beamline.router.testkit.RecordingTelemetry;
import beamline.router.testkit.RecordingTracing;
import java.time.Duration;

/** A node on a bus, with the policy {@code acme/default} that names one provider. */
public final class Node implements AutoCloseable {
  private final RecordingTracing tracing = new RecordingTracing();
  private final RecordingTelemetry telemetry = new RecordingTelemetry(tracing);
  private final RouterEngine engine;

  /** A node that has started and serves. */
  public Node(Bus bus, RouterConfig config, RouterComponent... more) {
    this(bus.node(), bus, config, more);
  }

  /** A node on this transport that has started and serves. */
  public Node(Transport transport, Bus bus, RouterConfig config, RouterComponent... more) {
    RouterEngineBuilder builder =
        RouterEngine.builder()
            .config(config)
            .with(transport)
            .with(bus.stateStore())
            .with(telemetry);
    for (RouterComponent component : more) {
      builder.with(component);
    }
    engine = builder.build();
    policy("acme", "default", "{'providers':[{'id':'p1','weight':1}]}");
    engine.start();
    await().atMost(Duration.ofSeconds(20)).until(this::serves);
  }

  private boolean serves() {
    return engine.health().components().stream()
        .anyMatch(part -> part.name().equals("intake") && part.detail().startsWith("serving"));
  }

  /** Puts a policy in force; single quotes stand for double ones. */
  public Node policy(String tenantId, String policyId, String json) {
    engine.policies().put(PolicyDocument.of(tenantId, policyId, json.replace('\'', '"')));
    return this;
  }

  /** The engine of the node. */
  public RouterEngine engine() {
    return engine;
  }

  /** What it told. */
  public RecordingTelemetry telemetry() {
    return telemetry;
  }

  /** Its spans. */
  public RecordingTracing tracing() {
    return tracing;
  }

  /** One of its flows. */
  public Health.Component flow(String name) {
    return engine.health().components().stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    engine.close();
  }
}
