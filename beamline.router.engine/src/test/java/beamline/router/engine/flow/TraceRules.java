package beamline.router.engine.flow;

import static beamline.router.engine.flow.Peers.bytes;
import static beamline.router.engine.flow.Peers.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.engine.telemetry.SpanNames;
import beamline.router.spi.Message;
import beamline.router.spi.Span;
import beamline.router.spi.Transport;
import beamline.router.testkit.RecordedSpan;
import beamline.router.testkit.TroubledTransport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The spans of a node, on any bus. */
public abstract class TraceRules {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";
  private static final Map<String, String> CALLED =
      Map.of("traceparent", "00-" + TRACE + "-" + CALLER + "-01");
  private static final String PUSHED =
      "{'version':'1','request_id':'r-1','tenant_id':'acme','trace_id':'t-1',"
          + "'push_assignment':true,'task':{'type':'text.generate','payload':{}}}";

  private final List<Node> nodes = new ArrayList<>();
  private Bus bus;
  private Hurdle hurdle;
  private Node node;
  private Gateway gateway;

  /** A new bus. */
  protected abstract Bus bus();

  @BeforeEach
  void start() {
    bus = bus();
    hurdle = new Hurdle(transport());
    node =
        new Node(
            hurdle.transport(),
            bus,
            RouterConfig.builder()
                .set("ack.enabled", "true")
                .set("assignment.retry-base", "10ms")
                .build());
    nodes.add(node);
    eventually("every flow starts", () -> node.flow("reconciliation").detail().equals("started"));
    gateway = new Gateway(bus);
  }

  /** A node's own, so that the bus goes on when the node is closed. */
  private Transport transport() {
    return new TroubledTransport(bus.node(), number -> TroubledTransport.Trouble.NONE);
  }

  /** Whatever happened: every span ended once, and nothing was said of it after that. */
  @AfterEach
  void stop() {
    eventually(
        "every span ends", () -> nodes.stream().allMatch(it -> it.tracing().open().isEmpty()));
    assertThat(nodes).allSatisfy(it -> assertThat(it.tracing().mistakes()).isEmpty());
    nodes.forEach(Node::close);
    bus.close();
  }

  private RecordedSpan span(String name) {
    eventually(
        name + " ends",
        () ->
            nodes.stream()
                .anyMatch(it -> it.tracing().spans(name).stream().anyMatch(RecordedSpan::isEnded)));
    return nodes.stream()
        .flatMap(it -> it.tracing().spans(name).stream())
        .reduce(
            (one, other) -> {
              throw new AssertionError("two of " + name);
            })
        .orElseThrow();
  }

  @Test
  void aTraceGoesFromTheCallerToTheUsageEventOfAWorkerThatSendsNoHeaders() {
    Peers peers = new Peers(bus);
    Message heard = assigned();
    String id = Peers.text(heard, "/assignment_id");
    peers.send(
        Peers.ACKS, bytes("{'assignment_id':'" + id + "','status':'accepted','tenant_id':'acme'}"));
    peers.success(id, "worker-1");
    eventually("usage is stored", () -> !peers.usage().isEmpty());

    RecordedSpan decide = span(SpanNames.PROCESS_DECIDE);
    RecordedSpan route = span(SpanNames.ROUTE);
    RecordedSpan policy = span(SpanNames.APPLY_POLICY);
    RecordedSpan select = span(SpanNames.SELECT_PROVIDER);
    RecordedSpan publish = span(SpanNames.PUBLISH_ASSIGNMENT);
    RecordedSpan ack = span(SpanNames.PROCESS_ACK);
    RecordedSpan result = span(SpanNames.PROCESS_RESULT);
    RecordedSpan usage = span(SpanNames.EMIT_USAGE);
    assertThat(decide.parentId()).isEqualTo(CALLER);
    assertThat(route.parentId()).isEqualTo(decide.id());
    assertThat(policy.parentId()).isEqualTo(route.id());
    assertThat(select.parentId()).isEqualTo(policy.id());
    assertThat(publish.parentId()).isEqualTo(decide.id());
    assertThat(ack.parentId()).isEqualTo(publish.id());
    assertThat(ack.links()).containsExactly(publish.id());
    assertThat(result.parentId()).isEqualTo(publish.id());
    assertThat(result.links()).containsExactly(publish.id());
    assertThat(usage.parentId()).isEqualTo(result.id());
    assertThat(node.tracing().spans()).hasSize(8).allMatch(span -> span.traceId().equals(TRACE));
    assertThat(heard.headers()).containsEntry("traceparent", told(publish));
    assertThat(peers.usage().get(0).headers()).containsEntry("traceparent", told(usage));
    assertThat(List.of(decide.kind(), publish.kind(), ack.kind(), result.kind(), usage.kind()))
        .containsExactly(
            Span.Kind.SERVER,
            Span.Kind.PRODUCER,
            Span.Kind.CONSUMER,
            Span.Kind.CONSUMER,
            Span.Kind.PRODUCER);
    attributesAreComplete(id);
  }

  private void attributesAreComplete(String id) {
    assertThat(span(SpanNames.PROCESS_DECIDE).attributes())
        .containsEntry("messaging.destination.name", Gateway.DECIDE)
        .containsEntry("messaging.operation.type", "process")
        .containsEntry("subject", Gateway.DECIDE)
        .containsEntry("tenant_id", "acme")
        .containsEntry("request_id", "r-1")
        .containsEntry("trace_id", "t-1")
        .containsKey("messaging.system");
    assertThat(span(SpanNames.ROUTE).attributes())
        .containsEntry("tenant_id", "acme")
        .containsEntry("policy_id", "default")
        .containsEntry("routing.provider_id", "p1")
        .containsEntry("routing.reason", "weighted");
    assertThat(span(SpanNames.APPLY_POLICY).attributes()).containsEntry("policy.provider_id", "p1");
    assertThat(span(SpanNames.SELECT_PROVIDER).attributes())
        .containsEntry("policy_id", "default")
        .containsEntry("provider.selection.provider_id", "p1")
        .containsEntry("provider.selection.reason", "weighted");
    assertThat(span(SpanNames.PUBLISH_ASSIGNMENT).attributes())
        .containsEntry("assignment_id", id)
        .containsEntry("request_id", "r-1")
        .containsEntry("tenant_id", "acme")
        .containsEntry("subject", Peers.ASSIGNMENTS)
        .containsEntry("deadline_ms", 5000L)
        .containsEntry("retries", 0L)
        .containsEntry("result", "published")
        .containsKey("expected_latency_ms");
    assertThat(span(SpanNames.PROCESS_RESULT).attributes())
        .containsEntry("subject", Peers.RESULTS)
        .containsEntry("assignment_id", id)
        .containsEntry("request_id", "r-1")
        .containsEntry("tenant_id", "acme")
        .containsEntry("status", "success")
        .containsEntry("provider_id", "p1")
        .containsEntry("job_type", "text.generate")
        .containsEntry("latency_ms", 7L)
        .containsEntry("cost", 0.0);
    assertThat(span(SpanNames.PROCESS_ACK).attributes())
        .containsEntry("assignment_id", id)
        .containsEntry("status", "accepted");
    assertThat(span(SpanNames.EMIT_USAGE).attributes())
        .containsEntry("tenant_id", "acme")
        .containsEntry("provider_id", "p1")
        .containsEntry("event_type", "text.generate")
        .containsEntry("status", "success")
        .containsEntry("usage.emit_result", "ok")
        .containsKeys("usage_subject", "latency_ms", "cost");
  }

  private Message assigned() {
    Worker worker = new Worker(bus, Peers.ASSIGNMENTS);
    gateway.ask(Gateway.DECIDE, PUSHED, CALLED);
    return worker.one();
  }

  private static String told(RecordedSpan span) {
    return "00-" + span.traceId() + "-" + span.id() + "-01";
  }

  @Test
  void aWorkerThatTracesIsTheParentOfItsResultAndTheAssignmentIsLinked() {
    Peers peers = new Peers(bus);
    String id = Peers.text(assigned(), "/assignment_id");
    peers.store(
        Message.of(
            Peers.RESULTS,
            bytes("{'assignment_id':'" + id + "','status':'success'}"),
            Map.of("traceparent", "00-" + TRACE + "-1111111111111111-01")));

    RecordedSpan result = span(SpanNames.PROCESS_RESULT);
    assertThat(result.parentId()).isEqualTo("1111111111111111");
    assertThat(result.links()).containsExactly(span(SpanNames.PUBLISH_ASSIGNMENT).id());
    eventually("usage is stored", () -> !peers.usage().isEmpty());
  }

  @Test
  void aNodeThatStartedLaterKnowsTheTraceOfAnAssignment() {
    Peers peers = new Peers(bus);
    String id = Peers.text(assigned(), "/assignment_id");
    RecordedSpan publish = span(SpanNames.PUBLISH_ASSIGNMENT);
    node.close();
    nodes.add(new Node(transport(), bus, RouterConfig.defaults()));
    peers.success(id, "worker-1");

    assertThat(span(SpanNames.PROCESS_RESULT).parentId()).isEqualTo(publish.id());
    assertThat(span(SpanNames.PROCESS_RESULT).traceId()).isEqualTo(TRACE);
    assertThat(nodes.get(1).tracing().spans(SpanNames.EMIT_USAGE)).hasSize(1);
  }

  @Test
  void anAssignmentThatIsSentAgainKeepsItsTrace() {
    Peers peers = new Peers(bus);
    node.policy("acme", "twice", "{'providers':['p1'],'assignment':{'max_attempts':2}}");
    gateway.ask(
        Gateway.DECIDE,
        PUSHED.replace("'task'", "'policy_id':'twice','options':{'deadline_ms':50},'task'"),
        CALLED);
    eventually("it is sent again", () -> peers.assignments().size() == 2);
    peers.success(Peers.text(peers.assignments().get(1), "/assignment_id"), "worker-1");

    RecordedSpan publish = span(SpanNames.PUBLISH_ASSIGNMENT);
    assertThat(peers.assignments())
        .allSatisfy(sent -> assertThat(sent.headers()).containsEntry("traceparent", told(publish)));
    assertThat(span(SpanNames.PROCESS_RESULT).parentId()).isEqualTo(publish.id());
  }

  @Test
  void whatIsRefusedTellsWhy() {
    gateway.ask(Gateway.DECIDE, "no json", CALLED);
    assertThat(span(SpanNames.PROCESS_DECIDE).attributes())
        .containsEntry("status", "refused")
        .containsEntry("error.type", "schema_validation_failed");
    assertThat(node.tracing().spans()).hasSize(1);
  }

  @Test
  void aPolicyThatIsNotThereIsSeenInEverySpanThatLookedForIt() {
    gateway.ask(Gateway.DECIDE, PUSHED.replace("'task'", "'policy_id':'none','task'"), CALLED);

    assertThat(span(SpanNames.PROCESS_DECIDE).attributes())
        .containsEntry("status", "rejected")
        .containsEntry("error.type", "policy_not_found");
    assertThat(span(SpanNames.ROUTE).attributes())
        .containsEntry("policy_id", "none")
        .containsEntry("routing.error", "policy_not_found");
    assertThat(span(SpanNames.APPLY_POLICY).attributes())
        .containsEntry("policy.acl_denied", false)
        .containsEntry("policy.error", "policy_not_found");
    assertThat(node.tracing().spans()).hasSize(3);
  }

  @Test
  void anAssignmentThatNoStreamTakesFails() {
    hurdle.fail(100);
    gateway.ask(Gateway.DECIDE, PUSHED, CALLED);

    RecordedSpan publish = span(SpanNames.PUBLISH_ASSIGNMENT);
    assertThat(publish.failure()).contains("nats_unavailable");
    assertThat(publish.attributes())
        .containsEntry("result", "failed")
        .containsEntry("error_kind", "nats_unavailable")
        .containsEntry("retries", 3L);
  }

  @Test
  void anExtensionOnTheBusGoesOnWithTheTrace() {
    node.engine()
        .administration()
        .extensions()
        .put(ExtensionDocument.of("guard", "{\"type\":\"validator\",\"subject\":\"ext.guard\"}"));
    node.policy("acme", "guarded", "{'providers':['p1'],'validators':[{'id':'guard'}]}");
    Served guard = Served.answering(bus, "ext.guard", "{'status':'reject','reason':'bad words'}");
    gateway.ask(Gateway.DECIDE, PUSHED.replace("'task'", "'policy_id':'guarded','task'"), CALLED);

    RecordedSpan call = span(SpanNames.CALL_EXTENSION);
    assertThat(call.kind()).isEqualTo(Span.Kind.CLIENT);
    assertThat(call.parentId()).isEqualTo(span(SpanNames.APPLY_POLICY).id());
    assertThat(guard.messages().get(0).headers()).containsEntry("traceparent", told(call));
    assertThat(call.attributes())
        .containsEntry("extension_id", "guard")
        .containsEntry("type", "validator")
        .containsEntry("subject", "ext.guard")
        .containsEntry("status", "refused")
        .containsKey("latency_ms");
    assertThat(call.failure()).isEmpty();
    assertThat(span(SpanNames.APPLY_POLICY).attributes())
        .containsEntry("policy.error", "validator_blocked");
  }

  @Test
  void aHostsOwnDecisionIsBelowWhatTheHostIsDoing() {
    RouteRequest request = RouteRequest.builder("acme", "t").messageId("m-1").build();
    RecordedSpan host = node.tracing().within("host", () -> node.engine().decide(request));

    assertThat(span(SpanNames.ROUTE).parentId()).isEqualTo(host.id());
    assertThat(span(SpanNames.ROUTE).attributes()).containsEntry("message_id", "m-1");
  }

  @Test
  void aRemoteCallThatDecidesIsBelowItsCaller() {
    var call = node.engine().remoteCall("grpc", "Router/Decide", CALLED);
    call.decideAsync(RouteRequest.builder("acme", "t").build()).toCompletableFuture().join();
    call.ended("OK");
    node.engine().remoteCall("grpc", "RouterAdmin/GetPolicy", CALLED).ended("OK");

    RecordedSpan decide = span("beamline.router.grpc.decide");
    assertThat(decide.kind()).isEqualTo(Span.Kind.SERVER);
    assertThat(decide.parentId()).isEqualTo(CALLER);
    assertThat(decide.attributes())
        .containsEntry("rpc.system", "grpc")
        .containsEntry("rpc.service", "Router")
        .containsEntry("rpc.method", "Decide")
        .containsEntry("rpc.response.status_code", "OK");
    assertThat(span(SpanNames.ROUTE).parentId()).isEqualTo(decide.id());
  }

  @Test
  void withoutTracingATraceIsPassedOnAsItCame() {
    node.close();
    Worker worker = new Worker(bus, Peers.ASSIGNMENTS);
    Map<String, String> headers =
        Map.of("traceparent", CALLED.get("traceparent"), "tracestate", "vendor=1");
    try (RouterEngine silent =
        RouterEngine.builder().with(transport()).with(bus.stateStore()).build()) {
      silent.policies().put(PolicyDocument.of("acme", "default", "{\"providers\":[\"p1\"]}"));
      silent.start();
      eventually(
          "it serves",
          () ->
              silent.health().components().stream()
                  .anyMatch(part -> part.detail().startsWith("serving")));
      gateway.ask(Gateway.DECIDE, PUSHED, headers);

      assertThat(worker.one().headers()).containsAllEntriesOf(headers);
    }
  }
}
