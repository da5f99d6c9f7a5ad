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
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.nats.policy.PolicyNodes.Heard;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStore.Write;
import beamline.router.testkit.server.NatsServer;
import io.nats.client.PurgeOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server that is killed and comes back, with its bucket or without. */
final class NatsPolicyRestartTest {
  private final NatsServer server = NatsServer.start();
  private final PolicyNodes nodes = new PolicyNodes();

  @AfterEach
  void close() {
    nodes.close();
    server.close();
  }

  @Test
  void aWatchGoesOnWhereItWasAndTroubleShowsAndClears() {
    PolicyStore writing = nodes.open(server.url());
    PolicyStore watching = nodes.open(server.url());
    Heard heard = new Heard(watching);
    long first = done(writing.put(document(KEY, 1), 0));
    eventually("the first is heard", () -> heard.updates(KEY).equals(List.of(first)));

    server.kill();
    eventually("trouble shows", () -> watching.trouble().isPresent());
    assertThat(watching.trouble().orElseThrow())
        .contains("beamline-policies")
        .contains("not connected");
    assertThatThrownBy(() -> watching.get(KEY))
        .isInstanceOfSatisfying(
            RouterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_DOWN))
        .hasMessageContaining("policy store bucket beamline-policies")
        .hasMessageContaining("not connected");

    server.restart();
    eventually("trouble clears", () -> watching.trouble().isEmpty() && readable(writing));
    long second = done(writing.put(document(KEY, 2), first));
    PolicyKey other = new PolicyKey("acme", "other");
    long third = done(writing.put(document(other, 3), 0));
    done(writing.delete(other, third));
    eventually("all is heard", () -> heard.removed(other));
    assertThat(heard.updates(KEY)).containsExactly(first, second);
    assertThat(heard.updates(other)).containsExactly(third);
    assertThat(heard.changes).hasSize(4);
  }

  @Test
  void writesThatWereDoneAroundAKillAreThereAndAreHeardOnceInOrder() throws Exception {
    PolicyStore writing = nodes.open(server.url());
    Heard heard = new Heard(nodes.open(server.url()));
    AtomicBoolean enough = new AtomicBoolean();
    List<Long> written = Collections.synchronizedList(new ArrayList<>());
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              while (!enough.get()) {
                write(writing, written);
              }
            });
    for (int round = 0; round < 3; round++) {
      int sofar = written.size();
      eventually("it is written", () -> written.size() > sofar + 20);
      server.kill();
      server.restart();
    }
    int sofar = written.size();
    eventually("it is written again", () -> written.size() > sofar + 20);
    enough.set(true);
    writer.get(30, TimeUnit.SECONDS);

    long last = written.get(written.size() - 1);
    eventually("the last one is heard", () -> heard.updates(KEY).contains(last));
    List<Long> told = heard.updates(KEY);
    assertThat(told).isSorted().doesNotHaveDuplicates().containsAll(written);
    assertThat(writing.get(KEY).orElseThrow().revision()).isEqualTo(last);
  }

  /** A write that failed may have been done: the next one begins with what is there. */
  private static void write(PolicyStore store, List<Long> written) {
    try {
      Optional<PolicyDocument> there = store.get(KEY);
      Write write =
          store.put(
              document(KEY, written.size()), there.map(PolicyDocument::revision).orElse(0L), 5);
      written.add(done(write));
    } catch (RouterException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_DOWN);
    }
  }

  @Test
  void aStoreThatBeganWithoutAServerTellsWhatThereIsOnceItIsThere() {
    long first = done(nodes.open(server.url()).put(document(KEY, 1), 0));
    server.kill();
    PolicyStore store = nodes.open(server.url(), Map.of("request-timeout", "200ms"));
    Heard heard = new Heard(store);
    assertThatThrownBy(store::all).hasMessageContaining("not connected to NATS within 200 ms");
    eventually("trouble shows", () -> store.trouble().isPresent());
    server.restart();
    eventually("what is there is told", () -> heard.updates(KEY).equals(List.of(first)));
    eventually("trouble clears", () -> store.trouble().isEmpty());
    assertThat(store.all()).hasSize(1);
  }

  @Test
  void aBucketThatIsMissingOrMadeAnewRemovesNothingAndIsTold() throws Exception {
    PolicyKey other = new PolicyKey("acme", "other");
    PolicyStore store = nodes.open(server.url());
    Heard heard = new Heard(store);
    for (int i = 0; i < 3; i++) {
      done(store.put(document(KEY, i), revision(store, KEY)));
    }
    done(store.put(document(other, 1), 0));
    eventually("all is heard", () -> heard.changes.size() == 4);
    nodes.connect(server.url()).keyValueManagement().delete("beamline-policies");
    eventually("it is missed", () -> store.trouble().isPresent());
    assertThat(store.trouble().orElseThrow()).contains("stream not found");

    PolicyStore another = nodes.open(server.url());
    eventually("it is made anew", () -> readable(another));
    long again = done(another.put(document(KEY, 9), 0));
    eventually("what is there is told", () -> heard.updates(KEY).contains(again));
    eventually(
        "it is told as another", () -> store.trouble().orElse("").contains("restart to take over"));
    assertThat(heard.changes).hasSize(5);
    assertThat(store.get(KEY).orElseThrow().json()).isEqualTo(json(9));
  }

  @Test
  void aBucketThatWasBroughtBackFromABackupRemovesNothingAndIsTold() throws Exception {
    PolicyKey other = new PolicyKey("acme", "other");
    PolicyStore store = nodes.open(server.url());
    Heard heard = new Heard(store);
    long first = done(store.put(document(KEY, 1), 0));
    Path data = server.folder().resolve("store");
    Path backup = server.folder().resolve("backup");
    server.stop();
    copy(data, backup);
    server.restart();
    eventually("it is there", () -> readable(store));
    done(store.put(document(KEY, 2), first));
    done(store.put(document(other, 1), 0));
    eventually("all is heard", () -> heard.changes.size() == 3);
    server.stop();
    Files.move(data, server.folder().resolve("lost"));
    Files.move(backup, data);
    server.restart();

    eventually("it is told", () -> store.trouble().orElse("").contains("brought back"));
    assertThat(store.get(KEY).orElseThrow().revision()).isEqualTo(first);
    assertThat(heard.removed(KEY)).isFalse();
    assertThat(heard.removed(other)).isFalse();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void whatWasPurgedIsToldAsRemoved() throws Exception {
    PolicyKey other = new PolicyKey("acme", "other");
    PolicyStore store = nodes.open(server.url());
    Heard heard = new Heard(store);
    done(store.put(document(KEY, 1), 0));
    done(store.put(document(other, 1), 0));
    eventually("all is heard", () -> heard.changes.size() == 2);
    nodes
        .connect(server.url())
        .jetStreamManagement()
        .purgeStream(
            "KV_beamline-policies", PurgeOptions.subject("$KV.beamline-policies.acme.other"));
    eventually("the removal is told", () -> heard.removed(other));
    assertThat(heard.changes).hasSize(3);
    assertThat(heard.changes.get(2)).isInstanceOf(PolicyChange.Removed.class);
    assertThat(store.trouble()).isEmpty();
  }

  private static boolean readable(PolicyStore store) {
    try {
      return store.get(KEY) != null;
    } catch (RouterException e) {
      return false;
    }
  }

  private static long revision(PolicyStore store, PolicyKey key) {
    return store.get(key).map(PolicyDocument::revision).orElse(0L);
  }
}
