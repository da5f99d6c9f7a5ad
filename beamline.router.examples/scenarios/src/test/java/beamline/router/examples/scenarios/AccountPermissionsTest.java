package beamline.router.examples.scenarios;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.Health;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.testkit.Eventually;
import beamline.router.testkit.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The permissions that the documentation gives to each user are enough, and no more than that. */
@SuppressWarnings("try") // who is interrupted while a client closes fails all the same
class AccountPermissionsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Path PAGE = Path.of("..", "..", "docs", "nats.md");
  private static final Pattern SUBJECT = Pattern.compile("[$\\w-]+(\\.[$\\w*>-]+)+");

  @Test
  void withThePermissionsOfThePageANodeServesTheGatewayAndTheWorker() throws Exception {
    try (NatsServer server = NatsServer.start(users(text("node")));
        Connection worker = client(server, "worker", new ConcurrentLinkedQueue<>());
        Connection operator = client(server, "operator", new ConcurrentLinkedQueue<>());
        RouterEngine node = node(server)) {
      Eventually.eventually(
          "the node is up: " + node.health(), () -> node.health().status() == Health.Status.UP);
      Dispatcher hears =
          worker.createDispatcher(
              it ->
                  worker.publish(
                      Texts.RESULT,
                      WorkerPeer.result(new String(it.getData(), UTF_8), "worker-1")
                          .getBytes(UTF_8)));
      hears.subscribe(Texts.ASSIGN);
      worker.flush(PATIENCE);
      GatewayPeer gateway = new GatewayPeer(server.port(), PATIENCE);

      assertThat(
              gateway
                  .post(
                      Texts.DECIDE,
                      Texts.request(
                          "acme", "r-1", "\"push_assignment\":true", "\"idempotency_key\":\"k-1\""))
                  .body())
          .contains("\"ok\":true");
      assertThat(gateway.post("beamline.router.v1.get_decision", "{\"message_id\":\"r-1\"}").body())
          .contains("\"ok\":true");
      assertThat(
              gateway.post("beamline.router.v1.get_decision", "{\"message_id\":\"none\"}").status())
          .isEqualTo(404);
      StoredMessages stored = new StoredMessages(operator);
      Eventually.eventually("usage is stored", () -> stored.of(Texts.USAGE).size() == 1);
      operator.publish(Texts.RESULT, "no result".getBytes(UTF_8));
      Eventually.eventually(
          "a dead letter is stored", () -> stored.of(Texts.RESULT + ".dlq").size() == 1);
      assertThat(node.health().status()).as("%s", node.health()).isEqualTo(Health.Status.UP);
      assertThat(text(server)).doesNotContain("Permissions Violation");
    }
  }

  @Test
  void neitherTheWorkerNorTheGatewayReadsWhatIsOthers() throws Exception {
    Queue<String> refused = new ConcurrentLinkedQueue<>();
    try (NatsServer server = NatsServer.start(users(text("node")));
        Connection worker = client(server, "worker", refused);
        Connection gateway = client(server, "gateway", refused)) {
      for (String subject : List.of(Texts.USAGE, Texts.DECIDE, "_INBOX.>", "$JS.API.>", ">")) {
        refusedTo(subject, refused, () -> worker.createDispatcher(it -> {}).subscribe(subject));
      }
      for (String subject : List.of(Texts.USAGE, Texts.ASSIGN, Texts.RESULT, Texts.DECIDE, ">")) {
        refusedTo(subject, refused, () -> gateway.createDispatcher(it -> {}).subscribe(subject));
      }
      for (String subject :
          List.of(
              Texts.USAGE,
              Texts.RESULT + ".dlq",
              "$JS.API.STREAM.MSG.GET.BEAMLINE_RESULTS",
              "$JS.API.DIRECT.GET.BEAMLINE_USAGE",
              "$JS.API.CONSUMER.CREATE.BEAMLINE_USAGE")) {
        refusedTo(subject, refused, () -> worker.publish(subject, new byte[0]));
        refusedTo(subject, refused, () -> gateway.publish(subject, new byte[0]));
      }
      refusedTo(Texts.RESULT, refused, () -> gateway.publish(Texts.RESULT, new byte[0]));
    }
  }

  @Test
  void aNodeThatMayNotHearASubjectIsDownAndNamesIt() throws Exception {
    String less = text("node").replace("beamline.router.v1.>", "beamline.router.v1.admin.>");
    try (NatsServer server = NatsServer.start(users(less));
        RouterEngine node = node(server)) {
      Eventually.eventually(
          "the node is down",
          () ->
              node.health().components().stream()
                  .anyMatch(
                      it ->
                          it.status() == Health.Status.DOWN
                              && it.detail().contains("beamline.router.v1.")));
    }
  }

  private static void refusedTo(String subject, Queue<String> refused, Runnable action) {
    refused.clear();
    action.run();
    Eventually.eventually(
        "refused: " + subject, () -> refused.stream().anyMatch(it -> it.contains(subject)));
  }

  private static RouterEngine node(NatsServer server) {
    RouterConfig config =
        RouterConfig.builder()
            .set("policy-store", "nats")
            .set("policy-store.nats.url", server.url())
            .set("policy-store.nats.username", "node")
            .set("policy-store.nats.password", "secret")
            .set("policy-store.nats.inbox-prefix", "_INBOX_NODE")
            .set("transport", "nats")
            .set("transport.nats.url", server.url())
            .set("transport.nats.username", "node")
            .set("transport.nats.password", "secret")
            .set("transport.nats.inbox-prefix", "_INBOX_NODE")
            .set("state-store", "nats")
            .set("state-store.nats.url", server.url())
            .set("state-store.nats.username", "node")
            .set("state-store.nats.password", "secret")
            .set("state-store.nats.inbox-prefix", "_INBOX_NODE")
            .build();
    RouterEngine node = RouterEngine.builder().config(config).build();
    PolicyDocument unused = node.policies().put(PolicyDocument.of("acme", "default", Node.POLICY));
    node.start();
    return node;
  }

  private static Connection client(NatsServer server, String user, Queue<String> refused)
      throws IOException, InterruptedException {
    return Nats.connect(
        new Options.Builder()
            .server(server.url())
            .userInfo(user.toCharArray(), "secret".toCharArray())
            .errorListener(
                new ErrorListener() {
                  @Override
                  public void errorOccurred(Connection connection, String error) {
                    refused.add(error);
                  }
                })
            .build());
  }

  /** The gateway cannot log in: it is whoever does not. */
  private static String users(String node) throws IOException {
    return """
        authorization { users: [
          { user: node, password: secret, permissions: %s }
          { user: gateway, password: secret, permissions: %s }
          { user: worker, password: secret, permissions: %s }
          { user: operator, password: secret }
        ] }
        no_auth_user: gateway
        """
        .formatted(permissions(node), permissions(text("gateway")), permissions(text("worker")));
  }

  /** As the server's file has them. */
  private static String permissions(String text) {
    int subscribe = text.indexOf("subscribe:");
    String responses = text.contains("allow_responses: true") ? ", allow_responses: true" : "";
    return "{ publish: "
        + subjects(text.substring(0, subscribe))
        + ", subscribe: "
        + subjects(text.substring(subscribe))
        + responses
        + " }";
  }

  private static List<String> subjects(String text) {
    return SUBJECT
        .matcher(text)
        .results()
        .map(MatchResult::group)
        .map(it -> '"' + it + '"')
        .toList();
  }

  /** What the page says of a user. */
  private static String text(String user) throws IOException {
    String page = Files.readString(PAGE, UTF_8);
    int start = page.indexOf("```text\n# " + user);
    assertThat(start).as(user).isPositive();
    int body = page.indexOf('\n', start + 8);
    return page.substring(body, page.indexOf("```", body));
  }

  private static String text(NatsServer server) throws IOException {
    return Files.readString(server.folder().resolve("server.log"), UTF_8);
  }
}
