package beamline.router.dist;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import beamline.router.api.policy.PolicyDocument;
import beamline.router.grpc.flow.v1.RouterAdminGrpc;
import beamline.router.grpc.flow.v1.RouterGrpc;
import beamline.router.grpc.v1.ControlAdminGrpc;
import beamline.router.grpc.v1.GetControlsRequest;
import beamline.router.postgres.PostgresComponents;
import beamline.router.proto.flow.v1.ListPoliciesRequest;
import beamline.router.proto.flow.v1.RouteRequest;
import beamline.router.spi.PolicyStore;
import beamline.router.testkit.server.NatsServer;
import beamline.router.testkit.server.PostgresServer;
import com.sun.net.httpserver.HttpServer;
import io.grpc.Grpc;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.TlsChannelCredentials;
import io.grpc.stub.MetadataUtils;
import io.nats.client.Connection;
import io.nats.client.JetStreamManagement;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.api.ConsumerInfo;
import io.nats.client.api.MessageInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;

/** The standalone node as an operator starts it: the linked image, on a real server. */
final class NodeImageTest {
  private static final long MEGABYTE = 1_000_000;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String ASSIGNMENTS = "BEAMLINE_ASSIGNMENTS";
  private static final Pattern ASSIGNMENT_ID = Pattern.compile("\"assignment_id\":\"([^\"]+)\"");

  @TempDir private Path folder;
  private NatsServer server;
  private Connection client;

  @BeforeEach
  void startServer() throws IOException, InterruptedException {
    server = NatsServer.start();
    client = Nats.connect(server.url());
  }

  @AfterEach
  void stopServer() throws InterruptedException {
    client.close();
    server.close();
  }

  @Test
  void decidesPublishesAnAssignmentTakesItsResultAndCountsAllOfIt() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder, "nats.url = " + server.url())) {
      assertThat(decide("r-1", true)).contains("\"ok\":true", "openai", "r-1");
      String id = assignmentId("r-1");
      assertThat(
              lastMessage(ASSIGNMENTS, "caf.exec.assign.v1").getHeaders().getFirst("Nats-Msg-Id"))
          .isEqualTo(id);

      client.jetStream().publish("caf.exec.result.v1", result(id).getBytes(UTF_8));
      MessageInfo usage = lastMessage("BEAMLINE_USAGE", "beamline.usage.v1.metered");
      assertThat(usage.getHeaders().getFirst("Nats-Msg-Id")).isEqualTo("usage-" + id);

      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(node.page("/metrics"))
                    .contains("assignments_published_total 1.0", "router_usage_emitted_total");
              });
      assertThat(node.page("/health")).startsWith("{\"status\":\"UP\"");
      assertThat(node.page("/_metrics")).contains("router_intake_backpressure_active");
    }
  }

  @Test
  void decidesAndIsAdministeredOverGrpcWithTls() throws Exception {
    KeyFiles keys = KeyFiles.make(folder, "server");
    try (NodeProcess node =
        NodeProcess.start(
            folder,
            "nats.url = " + server.url(),
            "admin.api-key = the-key-of-the-admin",
            "grpc.port = 0",
            "grpc.tls.certificate = " + keys.certificate(),
            "grpc.tls.key = " + keys.key())) {
      assertThat(node.report())
          .containsPattern(
              "grpc +localhost port \\d+ with TLS: Router, Executions, administration, health, ")
          .doesNotContain("the-key-of-the-admin");
      ManagedChannel channel =
          Grpc.newChannelBuilder(
                  "localhost:" + node.grpcPort(),
                  TlsChannelCredentials.newBuilder()
                      .trustManager(keys.certificate().toFile())
                      .build())
              .build();
      try {
        var request =
            RouteRequest.newBuilder()
                .setMessage(beamline.router.proto.flow.v1.Message.newBuilder().setTenantId("acme"))
                .build();
        assertThat(RouterGrpc.newBlockingStub(channel).decide(request).getProviderId())
            .isEqualTo("openai");
        Metadata key = new Metadata();
        key.put(
            Metadata.Key.of("x-api-key", Metadata.ASCII_STRING_MARSHALLER), "the-key-of-the-admin");
        var admin =
            RouterAdminGrpc.newBlockingStub(channel)
                .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(key));
        var listed = ListPoliciesRequest.newBuilder().setTenantId("acme").build();
        assertThat(admin.listPolicies(listed).getPoliciesList()).hasSize(1);
        assertThat(
                ControlAdminGrpc.newBlockingStub(channel)
                    .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(key))
                    .getControls(GetControlsRequest.getDefaultInstance())
                    .getControls()
                    .getAssignmentsEnabled())
            .isTrue();
        isAdministeredByTheCommand(node, keys);
        assertThat(node.terminate()).as(node.log()).isZero();
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private void isAdministeredByTheCommand(NodeProcess node, KeyFiles keys) throws Exception {
    Path key = Files.writeString(folder.resolve("admin.key"), "the-key-of-the-admin\n");
    Program command =
        AdminImageTest.run(
            folder,
            "set-tenant",
            "acme",
            "--tier",
            "premium",
            "--target",
            "localhost:" + node.grpcPort(),
            "--ca",
            keys.certificate().toString(),
            "--api-key-file",
            key.toString());
    assertThat(command.err()).isEmpty();
    assertThat(command.out()).containsPattern("tier +premium");
  }

  @Test
  void doesNotServeAnAdministrationThatNobodyCouldUse() throws Exception {
    NodeProcess.configure(
        folder, "nats.url = " + server.url(), "grpc.port = 0", "policy-store = memory");
    Program node =
        Program.run(
            List.of(
                NodeProcess.bin("beamline-node"), "--config", NodeProcess.file(folder).toString()),
            folder);
    assertThat(node.status()).as(node.out()).isEqualTo(2);
    assertThat(node.err()).contains("admin.api-key", "admin.grpc-enabled = false");
  }

  @Test
  void reportsWhatItServesAndWhatIsOff() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder, "nats.url = " + server.url())) {
      assertThat(node.report())
          .contains(House.VERSION)
          .contains("beamline.router.v1.decide in queue group router-decide-group")
          .contains("caf.exec.result.v1 as durable router-results")
          .contains(ASSIGNMENTS)
          .containsPattern("transport +nats at " + server.url())
          .containsPattern("policy-store +file in ")
          .containsPattern("off +.*ack.enabled.*nats.tls.enabled");
    }
  }

  @Test
  void sendsItsSpansToACollectorAndLogsInLinesOfJson() throws Exception {
    Queue<String> exported = new ConcurrentLinkedQueue<>();
    HttpServer collector =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/v1/traces",
        exchange -> {
          try (exchange) {
            exported.add(new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
          }
        });
    collector.start();
    try (NodeProcess node =
        NodeProcess.start(
            folder,
            "nats.url = " + server.url(),
            "log.format = json",
            "tracing.otlp-endpoint = http://localhost:" + collector.getAddress().getPort())) {
      assertThat(decide("r-1", true)).contains("\"ok\":true");

      assertThat(node.terminate()).as(node.log()).isZero();

      assertThat(String.join("", exported))
          .contains(
              "beamline.router.process.decide",
              "beamline.router.route",
              "beamline.router.publish.assignment");
      assertThat(node.log().lines())
          .allSatisfy(line -> assertThat(line).matches("\\{\"timestamp\":.*\\}"));
    } finally {
      collector.stop(0);
    }
  }

  @Test
  void finishesEverythingWhenItIsToldToStop() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder, "nats.url = " + server.url())) {
      for (int i = 0; i < 10; i++) {
        assertThat(decide("r-" + i, true)).contains("\"ok\":true");
      }
      for (String id : assignmentIds(10)) {
        client.publish("caf.exec.result.v1", result(id).getBytes(UTF_8));
      }
      client.flush(PATIENCE);

      assertThat(node.terminate()).as(node.log()).isZero();

      assertThat(node.log()).contains("everything was finished");
      JetStreamManagement streams = client.jetStreamManagement();
      ConsumerInfo results = streams.getConsumerInfo("BEAMLINE_RESULTS", "router-results");
      assertThat(results.getNumAckPending()).as("delivered and not acknowledged").isZero();
      assertThat(results.getRedelivered()).isZero();
      assertThat(streams.getStreamInfo(ASSIGNMENTS).getStreamState().getMsgCount()).isEqualTo(10);
      assertThat(streams.getStreamInfo("BEAMLINE_USAGE").getStreamState().getMsgCount())
          .isEqualTo(results.getDelivered().getConsumerSequence());
    }
  }

  @Test
  void throwsItsKillSwitchWhenTheFileChanges() throws Exception {
    String url = "nats.url = " + server.url();
    try (NodeProcess node = NodeProcess.start(folder, url)) {
      NodeProcess.configure(folder, url, "caf_push_assignment_enabled = false");
      node.awaitLog("setting=assignment.push-enabled before=true now=false");
      assertThat(decide("r-1", true)).contains("\"ok\":true");
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(node.page("/metrics"))
                    .contains("assignments_skipped_total 1.0", "caf_push_assignment_enabled 0.0");
              });
      assertThat(
              client
                  .jetStreamManagement()
                  .getStreamInfo(ASSIGNMENTS)
                  .getStreamState()
                  .getMsgCount())
          .isZero();
    }
  }

  @Test
  void listsAndReplaysWhatCouldNotBeHandled() throws Exception {
    try (NodeProcess node = NodeProcess.start(folder, "nats.url = " + server.url())) {
      client.jetStream().publish("caf.exec.result.v1", "no result at all".getBytes(UTF_8));
      lastMessage("BEAMLINE_DEAD_LETTERS", "caf.exec.result.v1.dlq");

      Program list = dlq("list");
      assertThat(list.status()).as(list.err()).isZero();
      assertThat(list.out()).contains("caf.exec.result.v1.dlq#1");
      Program show = dlq("show", "--id", "caf.exec.result.v1.dlq#1");
      assertThat(show.status()).as(show.err()).isZero();
      assertThat(show.out()).contains("PARSE_ERROR", "no result at all");
      Program dry = dlq("replay");
      assertThat(dry.out()).contains("1 would be replayed");
      Program replay = dlq("replay", "--apply");
      assertThat(replay.status()).as(replay.out() + replay.err()).isZero();
      MessageInfo again = lastMessage("BEAMLINE_RESULTS", "caf.exec.result.v1");
      assertThat(again.getSeq()).isEqualTo(2);
      assertThat(new String(again.getData(), UTF_8)).isEqualTo("no result at all");
      assertThat(again.getHeaders().getFirst("x-replayed-from"))
          .isEqualTo("caf.exec.result.v1.dlq#1");
      assertThat(node.page("/health")).startsWith("{\"status\":\"UP\"");
    }
  }

  @Test
  void remembersPinsAndAnswersAfterAKillAndTellsThemToOtherNodes() throws Exception {
    String[] settings = {"nats.url = " + server.url(), "state-store = nats"};
    String sticky =
        """
        {"version":"1.0","providers":[{"name":"a","weight":%d},{"name":"b","weight":%d}],
         "sticky":{"enabled":true,"session_key":"session_id","ttl":"1h"}}
        """;
    Path policy = folder.resolve("policies/acme/sticky.json");
    Files.createDirectories(policy.getParent());
    Files.writeString(policy, sticky.formatted(100, 0));
    String first;
    try (NodeProcess node = NodeProcess.start(folder, settings)) {
      assertThat(sticky("s-1", "")).as(node.log()).contains("\"provider_id\":\"a\"");
      first = sticky("s-2", ",\"idempotency_key\":\"k-1\"");
      assertThat(first).contains("\"ok\":true");
      await().atMost(PATIENCE).ignoreExceptions().until(() -> stateEntries() >= 2);
    }

    Files.writeString(policy, sticky.formatted(1, 100));
    Path other = folder.resolve("other");
    Files.createDirectories(other.resolve("policies/acme"));
    Files.copy(policy, other.resolve("policies/acme/sticky.json"));
    for (Path place : List.of(folder, other)) {
      try (NodeProcess node = NodeProcess.start(place, settings)) {
        assertThat(sticky("s-2", ",\"idempotency_key\":\"k-1\"")).as(node.log()).isEqualTo(first);
        // the first decision of a node does not wait for what others pinned; it asks for it
        await().atMost(PATIENCE).until(() -> sticky("s-1", "").contains("\"provider_id\":\"a\""));
      }
    }
  }

  private long stateEntries() throws Exception {
    return client
        .jetStreamManagement()
        .getStreamInfo("KV_beamline-state")
        .getStreamState()
        .getMsgCount();
  }

  private String sticky(String session, String more) throws InterruptedException {
    String request =
        """
        {"version":"1","tenant_id":"acme","request_id":"%s","policy_id":"sticky","task":{"type":"text.generate","payload":{}},"context":{"session_id":"%s"}%s}
        """
            .formatted(session, session, more);
    Message reply = client.request("beamline.router.v1.decide", request.getBytes(UTF_8), PATIENCE);
    assertThat(reply).as("an answer to " + session).isNotNull();
    return new String(reply.getData(), UTF_8);
  }

  @Test
  void decidesByPoliciesInPostgresqlAndFollowsThemWhenTheyAreEditedBySql() throws Exception {
    try (PostgresServer database = PostgresServer.start();
        PolicyStore store = policies(database)) {
      store.put(PolicyDocument.of("acme", "default", "{\"providers\":[\"from-a-table\"]}"), 0);
      Path password = Files.writeString(folder.resolve("password"), PostgresServer.PASSWORD + "\n");
      try (NodeProcess node =
          NodeProcess.start(
              folder,
              "nats.url = " + server.url(),
              "policy-store = postgres",
              "policy-store.postgres.url = " + database.url(),
              "policy-store.postgres.user = " + PostgresServer.USER,
              "policy-store.postgres.password-file = " + password)) {
        assertThat(decide("r-1", false)).as(node.log()).contains("from-a-table");
        assertThat(node.report()).containsPattern("policy-store +postgres");
        try (var connection = connect(database);
            var statement = connection.createStatement()) {
          statement.execute(
              "UPDATE platform.policies SET document = '{\"providers\":[\"from-sql\"]}'");
        }
        await().atMost(PATIENCE).until(() -> decide("r-2", false).contains("from-sql"));
        database.kill();
        await().atMost(PATIENCE).until(() -> node.page("/health").contains("DEGRADED"));
        assertThat(decide("r-3", false)).contains("from-sql");
        database.restart();
        await().atMost(PATIENCE).until(() -> node.page("/health").startsWith("{\"status\":\"UP\""));
        assertThat(node.report() + node.log()).doesNotContain(PostgresServer.PASSWORD);
      }
    }
  }

  private static PolicyStore policies(PostgresServer database) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(database.url());
    source.setUser(PostgresServer.USER);
    source.setPassword(PostgresServer.PASSWORD);
    return PostgresComponents.policyStore(source);
  }

  private static java.sql.Connection connect(PostgresServer database) throws SQLException {
    return DriverManager.getConnection(
        database.url(), PostgresServer.USER, PostgresServer.PASSWORD);
  }

  @Test
  void saysInALineEachWhatIsWrongWithItsSettings() throws Exception {
    NodeProcess.configure(folder, "nats.url = " + server.url(), "foo = 1", "state-store = NATS");
    Program node =
        Program.run(
            List.of(
                NodeProcess.bin("beamline-node"), "--config", NodeProcess.file(folder).toString()),
            folder);
    assertThat(node.status()).isEqualTo(2);
    assertThat(node.err().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("beamline-node: "))
        .anyMatch(line -> line.contains("unknown key foo"))
        .anyMatch(line -> line.contains("state-store is 'NATS'"));
  }

  @Test
  void isSmall() throws IOException {
    try (Stream<Path> files = Files.walk(NodeProcess.IMAGE)) {
      long bytes =
          files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
      assertThat(bytes).isBetween(10 * MEGABYTE, 75 * MEGABYTE);
    }
  }

  private String decide(String requestId, boolean push) throws InterruptedException {
    String request =
        """
        {"version":"1","tenant_id":"acme","request_id":"%s","task":{"type":"text.generate","payload":{}},"push_assignment":%s}
        """
            .formatted(requestId, push);
    Message reply = client.request("beamline.router.v1.decide", request.getBytes(UTF_8), PATIENCE);
    assertThat(reply).as("an answer to " + requestId).isNotNull();
    return new String(reply.getData(), UTF_8);
  }

  /** The assignment of a request, which is published after its answer. */
  private String assignmentId(String requestId) {
    String[] id = new String[1];
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              String body =
                  new String(lastMessage(ASSIGNMENTS, "caf.exec.assign.v1").getData(), UTF_8);
              assertThat(body).contains("\"request_id\":\"" + requestId + "\"");
              id[0] = assignmentId(body.getBytes(UTF_8));
            });
    return id[0];
  }

  /** The first assignments, once there are as many. */
  private List<String> assignmentIds(int count) throws Exception {
    JetStreamManagement streams = management();
    await()
        .atMost(PATIENCE)
        .until(() -> streams.getStreamInfo(ASSIGNMENTS).getStreamState().getMsgCount() >= count);
    List<String> ids = new ArrayList<>();
    for (int sequence = 1; sequence <= count; sequence++) {
      ids.add(assignmentId(streams.getMessage(ASSIGNMENTS, sequence).getData()));
    }
    return ids;
  }

  private static String assignmentId(byte[] assignment) {
    Matcher found = ASSIGNMENT_ID.matcher(new String(assignment, UTF_8));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  /** The newest message of a subject, once there is one. */
  private MessageInfo lastMessage(String stream, String subject) {
    JetStreamManagement streams = management();
    return await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .until(() -> streams.getLastMessage(stream, subject), message -> message != null);
  }

  private JetStreamManagement management() {
    try {
      return client.jetStreamManagement();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Program dlq(String... arguments) throws Exception {
    List<String> command =
        Stream.concat(
                Stream.concat(
                    Stream.of(NodeProcess.bin("beamline-node"), "dlq"), Stream.of(arguments)),
                Stream.of("--config", NodeProcess.file(folder).toString()))
            .toList();
    return Program.run(command, folder);
  }

  private static String result(String assignmentId) {
    return """
        {"version":"v1","kind":"exec_result","data":{"assignment_id":"%s","cost":0.0,"job_type":"text.generate","latency_ms":3,"output":{},"provider_id":"worker-1","request_id":"r","status":"success","tenant_id":"acme","version":"1.0"}}
        """
        .formatted(assignmentId)
        .strip();
  }
}
