package beamline.router.examples.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.testkit.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Subscription;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway, a node and a worker, each a process or a tracer of its own, and one trace. */
class TraceTreeTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Pattern ASSIGNMENT = Pattern.compile("\"assignment_id\":\"([^\"]+)\"");

  @TempDir private Path folder;

  @Test
  void oneTraceFromTheRequestToItsUsageEvent() throws Exception {
    try (NatsServer server = NatsServer.start();
        Collector collector = new Collector();
        SdkTracerProvider tracers = tracers(collector)) {
      Connection bus = Nats.connect(server.url());
      Tracer others = tracers.get("others");
      Process node = startNode(server, collector);
      try {
        String traced = exchange(bus, others, "r-1", true);
        String silent = exchange(bus, others, "r-2", false);
        node.destroy();
        assertThat(node.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(log()).isTrue();
        assertThat(node.exitValue()).as(log()).isZero();
        tracers.forceFlush().join(10, TimeUnit.SECONDS);

        isOneTree(collector, traced, "worker");
        isOneTree(collector, silent, "beamline.router.publish.assignment");
        tellsWhoSentIt(collector);
      } finally {
        node.destroyForcibly();
        bus.close();
      }
    }
  }

  /** Asks, works and answers; the id of the trace. */
  private String exchange(Connection bus, Tracer others, String requestId, boolean workerTraces)
      throws InterruptedException {
    Subscription assignments = bus.subscribe("caf.exec.assign.v1");
    Subscription usage = bus.subscribe("beamline.usage.v1.metered");
    Span gateway = others.spanBuilder("gateway").setNoParent().startSpan();
    Message reply =
        bus.request(
            message("beamline.router.v1.decide", request(requestId), headers(gateway)), PATIENCE);
    assertThat(reply).as(log()).isNotNull();
    assertThat(new String(reply.getData(), UTF_8)).contains("\"ok\":true");

    Message assignment = assignments.nextMessage(PATIENCE);
    assertThat(assignment).as(log()).isNotNull();
    Matcher id = ASSIGNMENT.matcher(new String(assignment.getData(), UTF_8));
    assertThat(id.find()).isTrue();
    Headers told = new Headers();
    if (workerTraces) {
      Span worker =
          others.spanBuilder("worker").setParent(context(assignment.getHeaders())).startSpan();
      told = headers(worker);
      worker.end();
    }
    bus.publish(message("caf.exec.result.v1", result(id.group(1), requestId), told));

    Message metered = usage.nextMessage(PATIENCE);
    assertThat(metered).as(log()).isNotNull();
    assertThat(metered.getHeaders().getFirst("traceparent"))
        .contains(gateway.getSpanContext().getTraceId());
    gateway.end();
    assignments.unsubscribe();
    usage.unsubscribe();
    return gateway.getSpanContext().getTraceId();
  }

  private static void isOneTree(Collector collector, String traceId, String aboveTheResult) {
    var spans =
        collector.spans(traceId).stream()
            .collect(
                Collectors.toMap(
                    io.opentelemetry.proto.trace.v1.Span::getName, Function.identity()));
    Map<String, String> names =
        spans.values().stream()
            .collect(
                Collectors.toMap(
                    span -> Collector.hex(span.getSpanId()),
                    io.opentelemetry.proto.trace.v1.Span::getName));
    Map<String, String> parents =
        spans.values().stream()
            .filter(span -> !span.getName().equals("gateway"))
            .collect(
                Collectors.toMap(
                    io.opentelemetry.proto.trace.v1.Span::getName,
                    span -> names.get(Collector.hex(span.getParentSpanId()))));

    assertThat(parents)
        .containsEntry("beamline.router.process.decide", "gateway")
        .containsEntry("beamline.router.route", "beamline.router.process.decide")
        .containsEntry("beamline.router.policy.apply", "beamline.router.route")
        .containsEntry("beamline.router.provider.select", "beamline.router.policy.apply")
        .containsEntry("beamline.router.publish.assignment", "beamline.router.process.decide")
        .containsEntry("beamline.router.process.result", aboveTheResult)
        .containsEntry("beamline.router.emit.usage", "beamline.router.process.result")
        .hasSize(aboveTheResult.equals("worker") ? 8 : 7);
    assertThat(attributes(spans.get("beamline.router.process.decide")))
        .containsEntry("messaging.system", "nats")
        .containsEntry("messaging.destination.name", "beamline.router.v1.decide")
        .containsEntry("tenant_id", "acme")
        .containsKey("request_id");
    assertThat(attributes(spans.get("beamline.router.route")))
        .containsEntry("tenant_id", "acme")
        .containsEntry("policy_id", "default")
        .containsEntry("routing.provider_id", "openai");
    assertThat(attributes(spans.get("beamline.router.publish.assignment")))
        .containsEntry("tenant_id", "acme")
        .containsEntry("subject", "caf.exec.assign.v1")
        .containsKeys("assignment_id", "request_id", "deadline_ms", "retries", "result");
    var result = spans.get("beamline.router.process.result");
    assertThat(attributes(result)).containsKeys("assignment_id", "request_id", "tenant_id");
    assertThat(result.getLinksList())
        .extracting(link -> names.get(Collector.hex(link.getSpanId())))
        .containsExactly("beamline.router.publish.assignment");
  }

  private static void tellsWhoSentIt(Collector collector) {
    assertThat(collector.received())
        .anySatisfy(
            sent ->
                assertThat(texts(sent.getResource().getAttributesList()))
                    .containsEntry("service.name", "beamline-router")
                    .containsKeys("service.version", "service.instance.id"));
  }

  private Process startNode(NatsServer server, Collector collector)
      throws IOException, InterruptedException {
    Path policy = folder.resolve("policies/acme/default.json");
    Files.createDirectories(policy.getParent());
    Files.writeString(policy, "{\"version\": \"1.0\", \"providers\": [\"openai\"]}");
    Path settings =
        Files.write(
            folder.resolve("node.properties"),
            List.of(
                "nats.url = " + server.url(),
                "policy-store = file",
                "policy-store.path = " + folder.resolve("policies"),
                "tracing.otlp-endpoint = " + collector.url()));
    Process node =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                BeamlineNode.class.getName(),
                "--config",
                settings.toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("node.log").toFile())
            .start();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!log().contains("NODE_READY") && System.nanoTime() < end && node.isAlive()) {
      node.waitFor(50, TimeUnit.MILLISECONDS);
    }
    assertThat(log()).contains("NODE_READY");
    return node;
  }

  private String log() {
    try {
      return Files.readString(folder.resolve("node.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static SdkTracerProvider tracers(Collector collector) {
    return SdkTracerProvider.builder()
        .addSpanProcessor(
            SimpleSpanProcessor.create(
                OtlpHttpSpanExporter.builder().setEndpoint(collector.url() + "/v1/traces").build()))
        .build();
  }

  private static Headers headers(Span span) {
    Headers headers = new Headers();
    W3CTraceContextPropagator.getInstance()
        .inject(Context.root().with(span), headers, (to, name, value) -> to.put(name, value));
    return headers;
  }

  private static Context context(Headers headers) {
    return W3CTraceContextPropagator.getInstance()
        .extract(
            Context.root(), headers, (from, name) -> from == null ? null : from.getFirst(name));
  }

  private static Message message(String subject, String body, Headers headers) {
    return NatsMessage.builder().subject(subject).data(body, UTF_8).headers(headers).build();
  }

  private static Map<String, String> attributes(io.opentelemetry.proto.trace.v1.Span span) {
    return texts(span.getAttributesList());
  }

  private static Map<String, String> texts(List<KeyValue> attributes) {
    return attributes.stream()
        .collect(
            Collectors.toMap(KeyValue::getKey, attribute -> attribute.getValue().getStringValue()));
  }

  private static String request(String requestId) {
    return """
        {"version":"1","tenant_id":"acme","request_id":"%s","task":{"type":"text.generate","payload":{}},"push_assignment":true}
        """
        .formatted(requestId);
  }

  private static String result(String assignmentId, String requestId) {
    return """
        {"version":"v1","kind":"exec_result","data":{"assignment_id":"%s","cost":0.0,"job_type":"text.generate","latency_ms":3,"output":{},"provider_id":"openai","request_id":"%s","status":"success","tenant_id":"acme","version":"1.0"}}
        """
        .formatted(assignmentId, requestId);
  }
}
