package beamline.router.nats.policy;

import static beamline.router.nats.policy.PolicyNodes.KEY;
import static beamline.router.nats.policy.PolicyNodes.document;
import static beamline.router.nats.policy.PolicyNodes.done;
import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.PolicyStore;
import beamline.router.testkit.server.NatsServer;
import io.nats.client.Connection;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many policies and many changes; how long they take is told, not judged. */
final class NatsPolicyLoadTest {
  private static final int CHANGES = 1_000;
  private static final int POLICIES = 100_000;

  private final NatsServer server = NatsServer.start();
  private final PolicyNodes nodes = new PolicyNodes();

  @AfterEach
  void close() {
    nodes.close();
    server.close();
  }

  @Test
  void everyChangeIsHeardOnAnotherConnection() {
    PolicyStore writing = nodes.open(server.url());
    PolicyStore watching = nodes.open(server.url());
    Map<Long, Long> heardAt = new ConcurrentHashMap<>();
    PolicyStore.Watch unused =
        watching.watch(
            change -> {
              if (change instanceof PolicyChange.Updated updated) {
                heardAt.put(updated.document().revision(), System.nanoTime());
              }
            });
    long[] begun = new long[CHANGES];
    List<Long> revisions = new ArrayList<>();
    long revision = 0;
    for (int i = 0; i < CHANGES; i++) {
      begun[i] = System.nanoTime();
      revision = done(writing.put(document(KEY, i), revision));
      revisions.add(revision);
    }
    eventually("all are heard", () -> heardAt.size() == CHANGES);
    assertThat(heardAt.keySet()).containsExactlyInAnyOrderElementsOf(revisions);
    long[] micros = new long[CHANGES];
    for (int i = 0; i < CHANGES; i++) {
      micros[i] = (heardAt.get(revisions.get(i)) - begun[i]) / 1_000;
    }
    Arrays.sort(micros);
    System.out.printf(
        "%d changes: from put to watch p50 %d us, p99 %d us, most %d us%n",
        CHANGES, micros[CHANGES / 2], micros[CHANGES * 99 / 100], micros[CHANGES - 1]);
  }

  @Test
  void aHundredThousandPoliciesAreRead() throws Exception {
    PolicyStore store = nodes.open(server.url());
    done(store.put(document(KEY, 0), 0));
    Connection connection = nodes.connect(server.url());
    byte[] json = ("{\"text\": \"" + "x".repeat(500) + "\"}").getBytes(StandardCharsets.UTF_8);
    for (int i = 1; i < POLICIES; i++) {
      PolicyKey key = new PolicyKey("tenant-" + i % 1_000, "policy-" + i / 1_000);
      connection.publish("$KV.beamline-policies." + PolicyEntry.keyOf(key), json);
      if (i % 1_000 == 0) {
        connection.flush(Duration.ofSeconds(30));
      }
    }
    connection.flush(Duration.ofSeconds(30));
    eventually(
        "all are stored", () -> store.get(new PolicyKey("tenant-999", "policy-99")).isPresent());

    List<PolicyChange> heard = new CopyOnWriteArrayList<>();
    PolicyStore another = nodes.open(server.url());
    long start = System.nanoTime();
    PolicyStore.Watch unused = another.watch(heard::add);
    List<PolicyDocument> all = another.all();
    long millis = (System.nanoTime() - start) / 1_000_000;
    System.out.printf("%d policies: watched and read in %d ms%n", all.size(), millis);
    assertThat(all).hasSize(POLICIES);
    assertThat(all).isSortedAccordingTo((a, b) -> a.key().compareTo(b.key()));
    assertThat(another.list("tenant-7")).hasSize(100);
    long revision = done(another.put(document(KEY, 1), another.get(KEY).orElseThrow().revision()));
    eventually("the change is heard", () -> !heard.isEmpty());
    assertThat(heard)
        .extracting(change -> ((PolicyChange.Updated) change).document().revision())
        .containsExactly(revision);
    assertThat(another.trouble()).isEmpty();
  }
}
