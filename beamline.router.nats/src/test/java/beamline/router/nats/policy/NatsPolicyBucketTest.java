package beamline.router.nats.policy;

import static beamline.router.nats.policy.PolicyNodes.KEY;
import static beamline.router.nats.policy.PolicyNodes.document;
import static beamline.router.nats.policy.PolicyNodes.done;
import static beamline.router.nats.policy.PolicyNodes.json;
import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.nats.NatsComponents;
import beamline.router.nats.policy.PolicyNodes.Heard;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStore.Write;
import beamline.router.testkit.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.KeyValue;
import io.nats.client.api.KeyValueConfiguration;
import io.nats.client.api.KeyValueStatus;
import io.nats.client.api.StorageType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bucket as its operator has it, and what others put in it. */
final class NatsPolicyBucketTest {
  private static NatsServer server;
  private final PolicyNodes nodes = new PolicyNodes();

  @BeforeAll
  static void startServer() {
    server = NatsServer.start();
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
  void aBucketThatIsMissingIsMade() throws Exception {
    PolicyStore store = nodes.open(server.url(), Map.of("bucket", "made"));
    done(store.put(document(KEY, 1), 0));
    KeyValueStatus made = connection().keyValueManagement().getStatus("made");
    assertThat(made.getMaxHistoryPerKey()).isEqualTo(64);
    assertThat(made.getTtl()).isEqualTo(Duration.ZERO);
    assertThat(made.getStorageType()).isEqualTo(StorageType.File);
  }

  @Test
  void aBucketThatIsMissingAndIsNotToBeMadeIsNamed() throws Exception {
    PolicyStore store =
        nodes.open(
            server.url(),
            Map.of("bucket", "missing", "manage", "false", "request-timeout", "300ms"));
    assertThatThrownBy(() -> store.get(KEY))
        .isInstanceOfSatisfying(
            RouterException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
        .hasMessage(
            "policy store bucket missing: it is not there; to make it, set"
                + " policy-store.nats.manage=true");
    assertThat(store.trouble()).hasValueSatisfying(why -> assertThat(why).contains("missing"));
    connection()
        .keyValueManagement()
        .create(KeyValueConfiguration.builder().name("missing").build());
    eventually("it is found", () -> !store.trouble().orElse("").contains("to make it"));
    done(store.put(document(KEY, 1), 0));
  }

  @Test
  void aBucketThatIsOtherwiseIsUsedAsItIsAndTold() throws Exception {
    connection()
        .keyValueManagement()
        .create(
            KeyValueConfiguration.builder()
                .name("other")
                .maxHistoryPerKey(3)
                .ttl(Duration.ofHours(1))
                .storageType(StorageType.Memory)
                .build());
    PolicyStore store = nodes.open(server.url(), Map.of("bucket", "other"));
    long revision = 0;
    for (int i = 0; i < 5; i++) {
      revision = done(store.put(document(KEY, i), revision));
    }
    assertThat(store.history(KEY, 10)).hasSize(3);
    assertThat(store.trouble().orElseThrow())
        .contains("history 3 instead of 64")
        .contains("max-age PT1H instead of PT0S")
        .contains("storage memory instead of file");
    assertThat(connection().keyValueManagement().getStatus("other").getMaxHistoryPerKey())
        .isEqualTo(3);
  }

  @Test
  void whatIsNoPolicyIsIgnoredOrToldAsUnreadable() throws Exception {
    PolicyStore before = nodes.open(server.url(), Map.of("bucket", "foreign"));
    Heard heard = new Heard(before);
    long good = done(before.put(document(KEY, 1), 0));
    KeyValue bucket = connection().keyValue("foreign");
    PolicyKey binary = new PolicyKey("acme", "binary");
    PolicyKey text = new PolicyKey("acme", "text");
    for (String key :
        List.of(
            "alone",
            "a.b.c",
            "acme.=",
            "acme.=2",
            "acme.=zz",
            "=41cme.x",
            "x." + "y".repeat(900))) {
      bucket.put(key, "garbage");
    }
    long broken = bucket.put("acme.binary", new byte[] {(byte) 0xff, (byte) 0xfe});
    long noJson = bucket.put("acme.text", "no JSON".getBytes(StandardCharsets.UTF_8));
    long second = done(before.put(document(KEY, 2), good));

    eventually("the last is heard", () -> heard.updates(KEY).contains(second));
    assertThat(heard.changes.stream().map(PolicyChange::key))
        .containsExactly(KEY, binary, text, KEY);
    assertThat(heard.changes.get(1))
        .isEqualTo(
            new PolicyChange.Unreadable(binary, broken, "revision " + broken + " is not UTF-8"));
    assertThat(heard.updates(text)).containsExactly(noJson);

    PolicyStore after = nodes.open(server.url(), Map.of("bucket", "foreign"));
    assertThat(after.current())
        .containsExactly(
            heard.changes.get(1),
            new PolicyChange.Updated(after.get(KEY).orElseThrow()),
            heard.changes.get(2));
    assertThat(after.put(document(binary, 1), 0)).isEqualTo(new Write.Conflict(0, broken));
    long repaired = done(after.put(document(binary, 1), broken));
    assertThat(after.get(binary).orElseThrow().revision()).isEqualTo(repaired);
  }

  @Test
  void idsMayBeAsLongAsTheyMayBe() {
    PolicyStore store = nodes.open(server.url(), Map.of("bucket", "long"));
    Heard heard = new Heard(store);
    PolicyKey key = new PolicyKey(".".repeat(255), ":".repeat(255));
    long revision = done(store.put(document(key, 1), 0, 1));
    assertThat(store.get(key).orElseThrow().json()).isEqualTo(json(1));
    assertThat(store.list(key.tenantId())).hasSize(1);
    assertThat(store.history(key, 5)).hasSize(1);
    eventually("it is heard", () -> heard.updates(key).contains(revision));
    assertThat(store.put(document(new PolicyKey(key.tenantId(), "x"), 1), 0, 1))
        .isEqualTo(new Write.Full(1));
  }

  @Test
  void aTextThatTheServerWouldNotTakeIsRefusedByName() {
    PolicyStore store = nodes.open(server.url(), Map.of("bucket", "large"));
    assertThat(store.all()).isEmpty();
    String large = "{\"a\": \"" + "x".repeat(1 << 20) + "\"}";
    assertThatThrownBy(() -> store.put(PolicyDocument.of("acme", "large", large), 0))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining("max_payload");
    assertThatThrownBy(() -> store.put(PolicyDocument.of("acme", "half", "{\"\ud800\"}"), 0))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void aHostsConnectionIsUsedAndStaysOpen() {
    Connection connection = connection();
    PolicyStore store = NatsComponents.policyStore(connection, Map.of("bucket", "lent"));
    Heard heard = new Heard(store);
    long revision = done(store.put(document(KEY, 1), 0));
    eventually("it is heard", () -> heard.updates(KEY).contains(revision));
    assertThat(store.trouble()).isEqualTo(Optional.empty());
    store.close();
    assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
  }

  private Connection connection() {
    return nodes.connect(server.url());
  }
}
