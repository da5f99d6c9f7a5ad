package beamline.router.nats.policy;

import static beamline.router.nats.policy.PolicyNodes.KEY;
import static beamline.router.nats.policy.PolicyNodes.document;
import static beamline.router.nats.policy.PolicyNodes.done;
import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.PolicyStore;
import beamline.router.testkit.server.NatsServer;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A login that the server does not take, or that may not do what is asked: no outage. */
final class NatsPolicyRightsTest {
  private static final String USERS =
      """
      authorization { users: [
        { user: "owner", password: "o" }
        { user: "reader", password: "r", permissions: {
            publish: { allow: ["$JS.API.STREAM.INFO.*", "$JS.API.STREAM.MSG.GET.*",
                               "$JS.API.CONSUMER.CREATE.>", "$JS.API.CONSUMER.MSG.NEXT.>", "$JS.ACK.>"] },
            subscribe: "_INBOX.>" } }
        { user: "stranger", password: "s", permissions: { publish: "other", subscribe: "_INBOX.>" } }
        { user: "deaf", password: "d", permissions: { publish: ">", subscribe: "other" } }
      ] }
      """;

  private static NatsServer server;
  private final PolicyNodes nodes = new PolicyNodes();

  @BeforeAll
  static void startServer() {
    server = NatsServer.start(USERS);
  }

  @AfterAll
  static void closeServer() {
    server.close();
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  @Test
  void whoMayOnlyReadIsToldWhatIsRefused() {
    long revision = done(as("owner", "o").put(document(KEY, 1), 0));
    PolicyStore store = as("reader", "r");

    assertThat(store.get(KEY)).isPresent();
    assertThat(store.all()).hasSize(1);
    refused(
        () -> store.put(document(KEY, 2), revision),
        "the server refuses user reader: Permissions Violation for Publish to"
            + " \"$KV.beamline-policies.");
    refused(() -> store.delete(KEY, revision), "the server refuses user reader: ");
  }

  @Test
  void whoMayDoNothingIsToldWhatIsRefused() {
    refused(
        () -> as("stranger", "s").get(KEY),
        "the server refuses user stranger: Permissions Violation for Publish to"
            + " \"$JS.API.STREAM.INFO.KV_beamline-policies\"");
  }

  @Test
  void whoMayNotHearAnswersIsToldSo() {
    refused(
        () -> as("deaf", "d").get(KEY),
        "the server refuses user deaf: Permissions Violation for Subscription to");
  }

  @Test
  void aLoginThatIsNotTakenIsNamedAtOnceAndAgain() {
    PolicyStore store = as("owner", "guess");

    refused(() -> store.get(KEY), "the server refuses user owner: Authorization Violation");
    refused(() -> store.get(KEY), "the server refuses user owner: Authorization Violation");
    eventually("trouble shows", () -> store.trouble().isPresent());
  }

  private PolicyStore as(String user, String password) {
    Map<String, String> settings =
        new HashMap<>(Map.of("username", user, "password", password, "request-timeout", "2s"));
    return nodes.open(server.url(), settings);
  }

  private static void refused(ThrowingCallable call, String why) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            RouterException.class,
            e -> assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
        .hasMessageStartingWith("policy store bucket beamline-policies: " + why);
  }
}
