package beamline.router.examples.scenarios;

import static beamline.router.examples.scenarios.Texts.DECIDE;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ExecutionReport;
import beamline.router.api.RemoteCall;
import beamline.router.api.RouteDecision;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.api.admin.Health;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.micrometer.AssignmentMetric;
import beamline.router.micrometer.BreakerMetric;
import beamline.router.micrometer.CallMetric;
import beamline.router.micrometer.DecisionMetric;
import beamline.router.micrometer.DeliveryMetric;
import beamline.router.micrometer.ExtensionMetric;
import beamline.router.micrometer.IntakeMetric;
import beamline.router.micrometer.Metric;
import beamline.router.micrometer.MicrometerTelemetry;
import beamline.router.micrometer.NodeMetric;
import beamline.router.micrometer.ResultMetric;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import beamline.router.testkit.Eventually;
import beamline.router.testkit.RecordingAuditSink;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import io.nats.client.impl.Headers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every metric of the table moves when a router does what it tells of, and no other is there. */
class EveryMetricTest {
  private static final String PLAIN = "{'providers':[{'name':'gpu','weight':100}]}";

  @TempDir static Path folder;

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final MicrometerTelemetry telemetry =
      MicrometerTelemetry.builder(registry).tenantLabels(Set.of("acme")).buckets(false).build();
  private final Movements movements = new Movements(registry);

  @Test
  void movesWhenItsEventHappens() throws Exception {
    decisions();
    try (NatsBus bus = NatsBus.start()) {
      messages(bus);
      extensions(bus);
      load(bus);
      new ConnectionEvents(bus.server(), telemetry, movements).happen();
    }

    assertThat(movements.look()).containsExactlyInAnyOrderElementsOf(Metric.all());
    Set<String> table = Set.copyOf(Movements.names(Metric.all()));
    assertThat(registry.getMeters())
        .extracting(meter -> meter.getId().getName())
        .allMatch(table::contains);
  }

  /** What a host's own decisions tell. */
  private void decisions() throws Exception {
    Path policies = Files.createDirectories(folder.resolve("policies").resolve("acme"));
    write(
        policies,
        "sticky",
        "{'providers':[{'name':'gpu','weight':100}],"
            + "'sticky':{'enabled':true,'session_key':'user_id'},"
            + "'rate_limit':{'enabled':true,'scope':'tenant','requests_per_second':1,'burst':2}}");
    write(
        policies,
        "guarded",
        "{'providers':[{'name':'gpu','weight':100}],'fallback':{'provider':'local'},"
            + "'circuit_breaker':{'enabled':true,'failure_threshold':1,'timeout_ms':1000}}");
    write(policies, "broken", "{'providers':[{'name':'gpu','weight':-1}]}");
    AtomicLong skipped = new AtomicLong();
    RecordingAuditSink audit = new RecordingAuditSink();
    try (RouterEngine router =
        RouterEngine.builder()
            .config(
                config(
                    "policy-store", "file",
                    "policy-store.path", policies.getParent().toString(),
                    "intake.allowed-tenants", "acme",
                    "audit.decisions", "all"))
            .clock(
                () -> System.nanoTime() + skipped.get() * 1_000_000,
                () -> System.currentTimeMillis() + skipped.get())
            .with(telemetry)
            .with(audit)
            .build()) {
      for (int i = 0; i < 3; i++) {
        router.decide(request("acme", "sticky").context("user_id", "u-1").build());
      }
      router.decide(request("acme", "missing").build());
      router.decide(request("initech", "sticky").build());
      Health unused = router.health();
      breaker(router, skipped);
      call(router);
      movements.await(DecisionMetric.values());
      movements.await(BreakerMetric.values());
      movements.await(CallMetric.values());
      movements.await(NodeMetric.HEALTH, NodeMetric.COMPONENT_HEALTH, NodeMetric.AUDIT_RECORDS);
      audit.failWith(new IllegalStateException("the disk is full"));
      router.decide(request("acme", "guarded").build());
    }
    movements.await(NodeMetric.AUDIT_LOST);
  }

  private void breaker(RouterEngine router, AtomicLong skipped) {
    RouteRequest request = request("acme", "guarded").build();
    RouteDecision decision = (RouteDecision) router.decide(request);
    router.report(ExecutionReport.of(decision, ExecutionReport.Status.ERROR).build());
    router.decide(request);
    movements.await(BreakerMetric.BREAKER_TIMEOUT_REMAINING, BreakerMetric.BREAKER_STATE);
    skipped.set(2_000);
    router.decide(request);
  }

  private void call(RouterEngine router) {
    for (String status : new String[] {"OK", "UNAVAILABLE"}) {
      RemoteCall call = router.remoteCall("grpc", "beamline.flow.v1.Router/Decide", Map.of());
      movements.await(CallMetric.CALLS_ACTIVE);
      CompletionStage<?> unused = call.decideAsync(request("acme", "guarded").build());
      call.ended(status);
    }
  }

  /** What requests, assignments and what comes back of them tell. */
  private void messages(NatsBus bus) throws Exception {
    try (RouterEngine router =
        start(
            bus,
            "assignment.allowed-tenants",
            "acme,umbrella",
            "caf_deadline_min_ms",
            "300",
            "caf_deadline_max_ms",
            "300",
            "caf_max_retries",
            "1",
            "caf_retry_base_ms",
            "1",
            "intake.max-payload-bytes",
            "4096",
            "abuse.large-payload-bytes",
            "1024",
            "abuse.min-requests",
            "1",
            "abuse.max-requests",
            "6",
            "ack_enabled",
            "true",
            "idempotency.max-entries",
            "2")) {
      put(router, "acme", PLAIN);
      put(router, "initech", PLAIN);
      put(
          router,
          "umbrella",
          "{'providers':[{'name':'gpu','weight':100}],'assignment':{'max_attempts':2}}");
      requests(bus);
      router.controls().assignmentsEnabled(false);
      movements.await(AssignmentMetric.ASSIGNMENTS_ENABLED);
      bus.request(DECIDE, Texts.pushed("acme", "r-off"));
      router.controls().assignmentsEnabled(true);
      bus.request(DECIDE, Texts.pushed("initech", "r-blocked"));
      results(bus);
      bus.request(DECIDE, Texts.pushed("umbrella", "r-lost"));
      workers(bus);
      movements.await(AssignmentMetric.ASSIGNMENTS_OPEN, AssignmentMetric.ASSIGNMENTS_LOST);
      withoutStreams(bus);
    }
  }

  private void requests(NatsBus bus) throws Exception {
    String key = "\"idempotency_key\":\"k-1\"";
    bus.request(DECIDE, Texts.request("acme", "r-1", key));
    bus.request(DECIDE, Texts.request("acme", "r-1", key));
    bus.request(DECIDE, Texts.request("acme", "r-2", key));
    bus.request(DECIDE, "{\"version\":\"2\",\"tenant_id\":\"acme\",\"request_id\":\"r-3\"}");
    bus.request(DECIDE, "{\"version\":\"1\",\"request_id\":\"r-4\"}");
    bus.request(DECIDE, "x".repeat(5000));
    bus.request(DECIDE, Texts.request("initech", "r-5").replace("{\"n\":1}", "\"\""));
    for (int i = 0; i < 6; i++) {
      bus.request(
          DECIDE,
          Texts.request("umbrella", "h-" + i)
              .replace("\"n\":1", "\"n\":\"" + "x".repeat(1500) + '"'));
    }
    Headers headers = new Headers();
    headers.add("tenant_id", "initech");
    Object unused =
        bus.peers().request(DECIDE, headers, Texts.bytes(Texts.request("acme", "r-6"))).get();
  }

  private void results(NatsBus bus) {
    bus.request(DECIDE, Texts.pushed("acme", "r-result"));
    Eventually.eventually("an assignment is stored", () -> !bus.stored(Texts.ASSIGN).isEmpty());
    String assignment = Texts.text(bus.stored(Texts.ASSIGN).get(0));
    String id = Texts.field(assignment, "assignment_id");
    for (String status : new String[] {"accepted", "accepted", "rejected", "error"}) {
      bus.publish("caf.exec.assign.v1.ack", ack(id, status, "acme"));
    }
    bus.publish("caf.exec.assign.v1.ack", ack(id, "accepted", "initech"));
    bus.publish("caf.exec.assign.v1.ack", "not json");
    String result = WorkerPeer.result(assignment, "worker-1");
    bus.publish(
        Texts.RESULT, result.replace("\"tenant_id\":\"acme\"", "\"tenant_id\":\"initech\""));
    bus.publish(Texts.RESULT, result);
    bus.publish(Texts.RESULT, result);
    bus.publish(Texts.RESULT, "not json");
  }

  private static String ack(String id, String status, String tenant) {
    return "{\"version\":\"1\",\"assignment_id\":\"%s\",\"status\":\"%s\",\"tenant_id\":\"%s\"}"
        .formatted(id, status, tenant);
  }

  private void workers(NatsBus bus) {
    bus.publish(
        "caf.status.heartbeat.v1", "{\"worker_id\":\"w-1\",\"status\":\"busy\",\"load\":0.5}");
    bus.publish("caf.deadletter.v1", "{\"reason\":\"PARSE_ERROR\"}");
  }

  /** The server loses what the router made at its start. */
  private void withoutStreams(NatsBus bus) throws Exception {
    bus.request(DECIDE, Texts.pushed("acme", "r-last"));
    Eventually.eventually(
        "its assignment is stored",
        () -> Texts.fields(bus.stored(Texts.ASSIGN), "request_id").contains("r-last"));
    String assignment =
        Texts.text(
            bus.stored(Texts.ASSIGN).stream()
                .filter(it -> Texts.field(Texts.text(it), "request_id").equals("r-last"))
                .findFirst()
                .orElseThrow());
    remove(bus, Texts.USAGE);
    bus.publish(Texts.RESULT, WorkerPeer.result(assignment, "worker-1"));
    movements.await(ResultMetric.USAGE_FAILED, DeliveryMetric.DELIVERIES_EXHAUSTED);
    movements.await(ResultMetric.values());
    remove(bus, Texts.RESULT + ".dlq");
    bus.publish(Texts.RESULT, "not json");
    movements.await(DeliveryMetric.values());
    bus.refuseAssignments();
    bus.request(DECIDE, Texts.pushed("acme", "r-failed"));
    movements.await(AssignmentMetric.values());
  }

  private static void remove(NatsBus bus, String subject) throws Exception {
    Connection peers = bus.peers();
    for (String name : peers.jetStreamManagement().getStreamNames(subject)) {
      peers.jetStreamManagement().deleteStream(name);
    }
  }

  /** What extensions on the bus tell. */
  private void extensions(NatsBus bus) {
    AtomicBoolean answered = new AtomicBoolean();
    try (RouterEngine router =
        start(
            bus,
            "extension-store",
            "memory",
            "extension.breaker-enabled",
            "true",
            "extension.breaker-failure-threshold",
            "1")) {
      router
          .administration()
          .extensions()
          .put(
              document(
                  "mute",
                  "{'type':'pre','subject':'ext.mute','timeout_ms':100,'retry':1,"
                      + "'instances':[{'id':'one','subject':'ext.mute.one'}]}"));
      put(
          router,
          "acme",
          "{'providers':[{'name':'gpu','weight':100}],'pre':[{'id':'mute','timeout_ms':100}]}");
      Transport.Subscription unused =
          bus.hear("ext.mute.one", message -> once(bus, message, answered));
      router.decide(request("acme", "default").build());
      router.decide(request("acme", "default").build());
      movements.await(ExtensionMetric.values());
    }
  }

  private static void once(NatsBus bus, Message request, AtomicBoolean answered) {
    if (answered.compareAndSet(false, true)) {
      bus.publish(request.replyTo().orElseThrow(), "{}");
    }
  }

  /** More requests than there is room for. */
  private void load(NatsBus bus) {
    try (RouterEngine router =
        start(
            bus,
            "extension-store",
            "memory",
            "backpressure.max-in-flight",
            "1",
            "backpressure.max-latency",
            "1ms")) {
      put(
          router,
          "acme",
          "{'providers':[{'name':'gpu','weight':100}],"
              + "'pre':[{'id':'slow','timeout_ms':300,'mode':'optional'}]}");
      router
          .administration()
          .extensions()
          .put(document("slow", "{'type':'pre','subject':'ext.slow','timeout_ms':300}"));
      Transport.Subscription silent = bus.hear("ext.slow", message -> {});
      Eventually.eventually(
          () -> "requests are turned away, moved: " + Movements.names(movements.look()),
          () -> {
            for (int i = 0; i < 10; i++) {
              CompletionStage<String> unused = bus.ask(DECIDE, Texts.request("acme", "l-" + i));
            }
            return movements.look().contains(IntakeMetric.REQUESTS_OVERLOADED);
          });
      silent.close();
      movements.await(IntakeMetric.values());
    }
  }

  private RouterEngine start(NatsBus bus, String... settings) {
    RouterEngine router =
        bus.attach(
                RouterEngine.builder(),
                config(settings).with("policy-store", "memory").with("result.max-deliver", "2"))
            .with(telemetry)
            .build();
    router.start();
    Eventually.eventually(
        () -> "the router is up: " + router.health(),
        () -> router.health().status() == Health.Status.UP);
    return router;
  }

  private static RouterConfig config(String... settings) {
    RouterConfig config = RouterConfig.defaults();
    for (int i = 0; i < settings.length; i += 2) {
      config = config.with(settings[i], settings[i + 1]);
    }
    return config;
  }

  private static void put(RouterEngine router, String tenant, String policy) {
    PolicyDocument unused =
        router.policies().put(PolicyDocument.of(tenant, "default", policy.replace('\'', '"')));
  }

  private static ExtensionDocument document(String id, String json) {
    return new ExtensionDocument(id, json.replace('\'', '"'), 0, Instant.EPOCH);
  }

  private static void write(Path policies, String id, String json) throws Exception {
    Files.writeString(policies.resolve(id + ".json"), json.replace('\'', '"'));
  }

  private static RouteRequest.Builder request(String tenant, String policy) {
    return RouteRequest.builder(tenant, "chat").policyId(policy);
  }
}
