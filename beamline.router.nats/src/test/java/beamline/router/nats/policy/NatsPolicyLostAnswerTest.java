package beamline.router.nats.policy;

import static beamline.router.nats.policy.PolicyNodes.KEY;
import static beamline.router.nats.policy.PolicyNodes.document;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStore.Write;
import beamline.router.testkit.server.FaultProxy;
import beamline.router.testkit.server.NatsServer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server that has stored a write, and whose answer to it never comes. */
final class NatsPolicyLostAnswerTest {
  private static final Duration LATENCY = Duration.ofMillis(300);

  private final NatsServer server = NatsServer.start();
  private final FaultProxy proxy = FaultProxy.before(server.port());
  private final PolicyNodes nodes = new PolicyNodes();
  private PolicyStore near;
  private PolicyStore far;

  @BeforeEach
  void connect() {
    near = nodes.open(server.url());
    far =
        nodes.open(
            "nats://127.0.0.1:" + proxy.port(),
            Map.of("request-timeout", "8s", "connect-timeout", "10s"));
    assertThat(near.all()).isEqualTo(far.all());
  }

  @AfterEach
  void close() {
    nodes.close();
    proxy.close();
    server.close();
  }

  @Test
  void aPutIsDoneAndNoConflictWithItself() {
    Write write = losing(() -> far.put(document(KEY, 1), 0, 1), change -> {});
    assertThat(write).isEqualTo(new Write.Done(near.get(KEY).orElseThrow().revision()));
    assertThat(near.history(KEY, 10)).hasSize(1);
  }

  @Test
  void aPutIsDoneAlthoughSomebodyHasChangedThePolicySince() {
    AtomicReference<PolicyDocument> stored = new AtomicReference<>();
    Write write =
        losing(
            () -> far.put(document(KEY, 1), 0),
            change -> {
              stored.set(((PolicyChange.Updated) change).document());
              near.put(document(KEY, 2), stored.get().revision());
            });
    assertThat(write).isEqualTo(new Write.Done(stored.get().revision()));
    assertThat(near.history(KEY, 10)).hasSize(2);
  }

  @Test
  void aDeleteIsDoneAndNotAbsent() {
    long revision = PolicyNodes.done(near.put(document(KEY, 1), 0));
    Write write = losing(() -> far.delete(KEY, revision), change -> {});
    assertThat(write).isEqualTo(new Write.Done(revision));
    assertThat(near.get(KEY)).isEmpty();
  }

  /**
   * Runs a write at a distance. As soon as somebody near by hears of it, while the answer is on its
   * way, the connection is cut.
   */
  private Write losing(Supplier<Write> writing, Consumer<PolicyChange> meanwhile) {
    CompletableFuture<PolicyChange> heard = new CompletableFuture<>();
    PolicyStore.Watch unused = near.watch(heard::complete);
    proxy.latency(LATENCY);
    CompletableFuture<Write> write = CompletableFuture.supplyAsync(writing);
    PolicyChange change = heard.orTimeout(30, TimeUnit.SECONDS).join();
    assertThat(write).isNotDone();
    proxy.reset();
    meanwhile.accept(change);
    proxy.heal();
    return write.orTimeout(60, TimeUnit.SECONDS).join();
  }
}
