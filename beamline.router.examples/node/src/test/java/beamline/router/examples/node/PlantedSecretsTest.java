package beamline.router.examples.node;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import beamline.router.grpc.flow.v1.RouterAdminGrpc;
import beamline.router.grpc.flow.v1.RouterGrpc;
import beamline.router.grpc.v1.Extension;
import beamline.router.grpc.v1.ExtensionAdminGrpc;
import beamline.router.grpc.v1.PutExtensionRequest;
import beamline.router.proto.flow.v1.ListPoliciesRequest;
import beamline.router.proto.flow.v1.RouteRequest;
import beamline.router.testkit.server.NatsServer;
import com.google.protobuf.ByteString;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node lives through everything that a node lives through, and tells everybody who asks. What was
 * planted into its settings and into what it is sent is nowhere in what it tells.
 */
class PlantedSecretsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String API_KEY = "planted-key-of-the-administrator";
  private static final String WRONG_KEY = "planted-key-of-somebody-else";
  private static final String NATS_PASSWORD = "planted-password-of-nats";
  private static final String WRONG_PASSWORD = "planted-password-that-is-wrong";
  private static final String HMAC_SECRET = "planted-secret-of-the-audit-log";
  private static final String BEARER = "planted.token.of.a.caller";
  private static final String PAYLOAD_PASSWORD = "planted-password-in-a-payload";
  private static final String EMAIL = "planted.person@example.org";
  private static final List<String> PLANTED =
      List.of(
          API_KEY,
          WRONG_KEY,
          NATS_PASSWORD,
          WRONG_PASSWORD,
          HMAC_SECRET,
          BEARER,
          PAYLOAD_PASSWORD,
          EMAIL);

  private static final Pattern ASSIGNMENT_ID = Pattern.compile("\"assignment_id\":\"([^\"]+)\"");

  @TempDir private Path folder;

  /** What the node told, by where. */
  private final Map<String, String> told = new TreeMap<>();

  /** Spans as they are sent: texts in protobuf are readable. */
  private final Queue<String> spans = new ConcurrentLinkedQueue<>();

  private final HttpServer collector = collector();

  @AfterEach
  void stopCollector() {
    collector.stop(0);
  }

  @Test
  void nothingThatWasPlantedIsTold() throws Exception {
    policy();
    try (NatsServer server =
            NatsServer.start(
                "authorization { user: \"router\", password: \"" + NATS_PASSWORD + "\" }");
        NodeAtWork node = NodeAtWork.start(folder.resolve("node"), settings(server));
        NodeAtWork stranger = NodeAtWork.start(folder.resolve("stranger"), stranger(server))) {
      Connection client = Nats.connect(client(server));
      try {
        node.awaitLog("NODE_READY");
        node.awaitReport();
        overGrpc(node);
        overNats(client);
        stranger.awaitLog("NATS_CONNECTION_LOST");
        told.put("log of a node with a wrong password", stranger.log());
        told.put("report of a node with a wrong password", stranger.report());
        natsGoesAndComesBack(server, node, client);
        assertThat(node.terminate()).isZero();
      } finally {
        client.close();
      }
      told.put("log", node.log());
      told.put("report", node.report());
    }
    told.put("audit records", auditRecords());
    told.put("spans", String.join("", spans));

    theNodeHasTold();
    told.forEach((where, text) -> assertThat(text).as(where).doesNotContain(PLANTED));
  }

  private static Options client(NatsServer server) {
    return Options.builder()
        .server(server.url())
        .userInfo("router", NATS_PASSWORD)
        .maxReconnects(-1)
        .reconnectWait(Duration.ofMillis(50))
        .build();
  }

  private void natsGoesAndComesBack(NatsServer server, NodeAtWork node, Connection client)
      throws Exception {
    server.stop();
    node.awaitLog("NATS_CONNECTION_LOST");
    pages(node, "without NATS");
    server.restart();
    node.awaitLog("NATS_CONNECTION_RESTORED");
    await().atMost(PATIENCE).until(() -> client.getStatus() == Connection.Status.CONNECTED);
    ask(client, "reply after NATS came back", "beamline.router.v1.decide", decide("r-3", EMAIL));
    pages(node, "at the end");
  }

  /** Who tells nothing hides everything. */
  private void theNodeHasTold() {
    assertThat(told.get("log"))
        .contains("\"level\":\"DEBUG\"", "NODE_READY", "NATS_CONNECTION_LOST", "DEAD_LETTER")
        .contains("INTAKE_VALIDATION_FAILED", "EXTENSION_CALL_FAILED", "NODE_STOPPED");
    assertThat(told.get("spans"))
        .contains("beamline.router.process.decide", "beamline.router.route")
        .contains("router.extension.call", "beamline.router.process.result");
    assertThat(told.get("report")).contains("beamline-node", "nats at nats://");
    assertThat(told.get("audit records")).contains("acme", "route", "authenticate_denied");
    assertThat(told.get("/metrics at the end")).contains("router_usage_emitted_total");
    assertThat(told.get("/health without NATS")).contains("reconnecting");
    assertThat(told.get("reply to what is not valid")).contains("\"ok\":false");
    assertThat(told.get("reply to a wrong key")).contains("unauthorized");
    assertThat(told.get("status for a wrong key")).contains("UNAUTHENTICATED");
  }

  private String[] settings(NatsServer server) {
    return new String[] {
      "nats.url = nats://router:" + NATS_PASSWORD + "@127.0.0.1:" + server.port(),
      "nats.reconnect-delay = 100ms",
      "admin.api-key = " + API_KEY,
      "audit.hmac-secret = " + HMAC_SECRET,
      "audit-sink = file",
      "audit-sink.file.directory = " + folder.resolve("audit"),
      "audit.decisions = all",
      "audit.redact = user_id",
      "policy-store = file",
      "policy-store.path = " + folder.resolve("policies"),
      "grpc.port = 0",
      "metrics.port = 0",
      "tracing.otlp-endpoint = http://localhost:" + collector.getAddress().getPort(),
      "log.format = json",
      "log.level = debug"
    };
  }

  private HttpServer collector() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext(
          "/v1/traces",
          exchange -> {
            spans.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
            exchange.sendResponseHeaders(HttpURLConnection.HTTP_OK, -1);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String[] stranger(NatsServer server) {
    return new String[] {
      "nats.url = " + server.url(),
      "nats.username = router",
      "nats.password = " + WRONG_PASSWORD,
      "log.level = debug"
    };
  }

  private void policy() throws IOException {
    Path file = folder.resolve("policies/acme/default.json");
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "{\"providers\": [\"openai\"], \"validators\": [{\"id\": \"guard\", \"on_fail\": \"warn\"}]}");
  }

  private void overNats(Connection client) throws Exception {
    client
        .createDispatcher(
            call ->
                client.publish(
                    call.getReplyTo(),
                    ("{\"status\":\"error\",\"message\":\"no " + EMAIL + "\"}").getBytes(UTF_8)))
        .subscribe("beamline.ext.validator.guard.v1");
    ask(client, "reply to a decide request", "beamline.router.v1.decide", decide("r-1", EMAIL));
    result(client, assignmentId(client));
    client.jetStream().publish("caf.exec.result.v1", ("not JSON " + EMAIL).getBytes(UTF_8));
    for (String invalid :
        List.of(
            "{\"tenant_id\":\"acme\",\"task\":\"" + EMAIL + "\"}",
            "{\"password\":\"" + PAYLOAD_PASSWORD + "\" not JSON " + EMAIL,
            decide("r-2", EMAIL).replace("\"version\":\"1\"", "\"version\":\"" + EMAIL + "\""),
            decide("r-2", EMAIL).replace("\"acme\"", "\"unknown\""))) {
      ask(client, "reply to what is not valid", "beamline.router.v1.decide", invalid);
    }
    String question = "{\"tenant_id\":\"acme\",\"api_key\":\"KEY\"}";
    String admin = "beamline.router.v1.admin.";
    ask(
        client,
        "reply to the administrator",
        admin + "get_extension_health",
        question.replace("KEY", API_KEY));
    ask(
        client,
        "reply to a wrong key",
        admin + "get_extension_health",
        question.replace("KEY", WRONG_KEY));
    ask(
        client,
        "reply to a policy that is not valid",
        admin + "dry_run_pipeline",
        "{\"tenant_id\":\"acme\",\"api_key\":\""
            + API_KEY
            + "\",\"policy\":{\"policy_id\":\"new\",\"providers\":\"x\",\"secret\":\""
            + PAYLOAD_PASSWORD
            + "\"}}");
  }

  private void overGrpc(NodeAtWork node) throws InterruptedException {
    ManagedChannel channel =
        Grpc.newChannelBuilder("localhost:" + node.grpcPort(), InsecureChannelCredentials.create())
            .build();
    try {
      var guard =
          Extension.newBuilder()
              .setExtensionId("guard")
              .setJson(
                  "{\"type\":\"validator\",\"subject\":\"beamline.ext.validator.guard.v1\",\"config\":{\"api_key\":\""
                      + PAYLOAD_PASSWORD
                      + "\",\"mail\":\""
                      + EMAIL
                      + "\"}}");
      var put = PutExtensionRequest.newBuilder().setExtension(guard).build();
      assertThat(
              with(ExtensionAdminGrpc.newBlockingStub(channel), API_KEY)
                  .putExtension(put)
                  .hasExtension())
          .isTrue();
      var list = ListPoliciesRequest.newBuilder().setTenantId("acme").build();
      told.put("policies", with(admin(channel), API_KEY).listPolicies(list).toString());
      told.put(
          "status for a wrong key",
          status(() -> with(admin(channel), WRONG_KEY).listPolicies(list)));
      var message =
          beamline.router.proto.flow.v1.Message.newBuilder()
              .setPayload(ByteString.copyFromUtf8("{\"mail\":\"" + EMAIL + "\"}"))
              .putMetadata("email", EMAIL)
              .putMetadata("password", PAYLOAD_PASSWORD);
      var request = RouteRequest.newBuilder().putContext("user_id", EMAIL);
      told.put(
          "decision over gRPC",
          with(RouterGrpc.newBlockingStub(channel), API_KEY)
              .decide(request.setMessage(message.setTenantId("acme")).build())
              .toString());
      told.put(
          "status for an invalid request",
          status(
              () ->
                  with(RouterGrpc.newBlockingStub(channel), WRONG_KEY)
                      .decide(request.setMessage(message.setTenantId("")).build())));
    } finally {
      channel.shutdownNow();
    }
  }

  private static RouterAdminGrpc.RouterAdminBlockingStub admin(ManagedChannel channel) {
    return RouterAdminGrpc.newBlockingStub(channel);
  }

  private static <S extends AbstractStub<S>> S with(S stub, String key) {
    Metadata headers = new Metadata();
    headers.put(Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER), key);
    headers.put(Metadata.Key.of("x-user", Metadata.ASCII_STRING_MARSHALLER), EMAIL);
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  private static String status(Runnable call) {
    try {
      call.run();
      return "OK";
    } catch (StatusRuntimeException e) {
      return e.getStatus() + " " + e.getTrailers();
    }
  }

  private static String decide(String requestId, String email) {
    return """
        {"version":"1","tenant_id":"acme","request_id":"%s","push_assignment":true,
         "task":{"type":"text.generate","payload":{"text":"%s","password":"%s"}},
         "context":{"user_id":"%s","session_id":"%s"},"metadata":{"email":"%s","token":"%s"}}
        """
        .formatted(requestId, email, PAYLOAD_PASSWORD, email, email, email, BEARER);
  }

  private static void result(Connection client, String assignmentId) throws Exception {
    String result =
        """
        {"version":"v1","kind":"exec_result","data":{"assignment_id":"%s","cost":0.1,"job_type":"text.generate","latency_ms":3,"output":{"mail":"%s"},"error_message":"%s","provider_id":"worker-1","request_id":"r-1","status":"success","tenant_id":"acme","version":"1.0"}}
        """
            .formatted(assignmentId, EMAIL, PAYLOAD_PASSWORD);
    client.jetStream().publish("caf.exec.result.v1", result.getBytes(UTF_8));
  }

  private static String assignmentId(Connection client) {
    String[] id = new String[1];
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              byte[] assignment =
                  client
                      .jetStreamManagement()
                      .getLastMessage("BEAMLINE_ASSIGNMENTS", "caf.exec.assign.v1")
                      .getData();
              Matcher text = ASSIGNMENT_ID.matcher(new String(assignment, UTF_8));
              id[0] = text.find() ? text.group(1) : null;
              return id[0] != null;
            });
    return id[0];
  }

  private void ask(Connection client, String what, String subject, String text)
      throws InterruptedException {
    Headers headers = new Headers();
    if (!text.contains("api_key")) {
      headers.put("authorization", "Bearer " + BEARER);
    }
    headers.put("x-user", EMAIL);
    Message reply =
        client.request(
            NatsMessage.builder()
                .subject(subject)
                .headers(headers)
                .data(text.getBytes(UTF_8))
                .build(),
            PATIENCE);
    assertThat(reply).as(what).isNotNull();
    told.merge(what, new String(reply.getData(), UTF_8) + reply.getHeaders(), String::concat);
  }

  private void pages(NodeAtWork node, String when) throws IOException {
    for (String path : List.of("/metrics", "/_metrics", "/health")) {
      told.put(path + " " + when, node.page(path));
    }
  }

  private String auditRecords() throws IOException {
    StringBuilder records = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder.resolve("audit"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        records.append(new String(Files.readAllBytes(file), UTF_8));
      }
    }
    return records.toString();
  }
}
