package beamline.router.nats.policy;

import static beamline.router.nats.policy.PolicyNodes.document;
import static beamline.router.nats.policy.PolicyNodes.done;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStore.Write;
import beamline.router.testkit.server.NatsServer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A tenant never has more than it may have, whichever node writes, and whatever it does. */
final class NatsPolicyRoomTest {
  private static final int NODES = 4;
  private static final int MOST = 3;

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

  /** Where nothing was stored yet, there is no newest message to compare with. */
  @Test
  void ofFirstPoliciesAtTheSameTimeInAnEmptyBucketOneIsDone() throws Exception {
    for (int round = 0; round < 10; round++) {
      List<PolicyStore> stores = stores("empty-" + round);
      List<Supplier<Write>> puts = new ArrayList<>();
      for (int node = 0; node < NODES; node++) {
        PolicyDocument document = document(new PolicyKey("acme", "p" + node), node);
        PolicyStore store = stores.get(node);
        puts.add(() -> store.put(document, 0, 1));
      }
      List<Write> writes = together(puts);
      assertThat(writes).filteredOn(Write.Done.class::isInstance).hasSize(1);
      assertThat(writes).filteredOn(new Write.Full(1)::equals).hasSize(NODES - 1);
    }
  }

  /** The log of the bucket says at every moment how many there were: it is read from the start. */
  @Test
  void nodesThatPutAndDeleteAtTheSameTimeNeverExceedTheMost() throws Exception {
    List<PolicyStore> stores = stores("churn");
    PolicyStore watching = nodes.open(server.url(), Map.of("bucket", "churn"));
    AtomicInteger most = new AtomicInteger();
    AtomicInteger changes = new AtomicInteger();
    Set<PolicyKey> living = new HashSet<>();
    PolicyStore.Watch unused =
        watching.watch(
            change -> {
              changes.incrementAndGet();
              if (change instanceof PolicyChange.Removed) {
                living.remove(change.key());
              } else {
                living.add(change.key());
              }
              most.accumulateAndGet(living.size(), Math::max);
            });
    AtomicInteger full = new AtomicInteger();
    List<Supplier<Write>> churns = new ArrayList<>();
    for (int node = 0; node < NODES; node++) {
      int seed = node;
      churns.add(() -> churn(stores.get(seed), new SplittableRandom(seed), full));
    }
    together(churns);
    assertThat(most).hasValue(MOST);
    assertThat(full).hasPositiveValue();
    assertThat(changes).hasValueGreaterThan(100);
    assertThat(watching.list("acme")).hasSizeLessThanOrEqualTo(MOST);
  }

  private static Write churn(PolicyStore store, SplittableRandom random, AtomicInteger full) {
    Write last = new Write.Absent();
    for (int i = 0; i < 150; i++) {
      PolicyKey key = new PolicyKey("acme", "p" + random.nextInt(6));
      long revision = store.get(key).map(PolicyDocument::revision).orElse(0L);
      last =
          revision > 0 && random.nextBoolean()
              ? store.delete(key, revision)
              : store.put(document(key, i), revision, MOST);
      if (last instanceof Write.Full) {
        full.incrementAndGet();
      }
    }
    return last;
  }

  /** A put without a most changes what a put with one has counted. */
  @Test
  void aPutWithoutAMostCountsForOthers() throws Exception {
    List<PolicyStore> stores = stores("unbounded");
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Integer> other =
        CompletableFuture.supplyAsync(
            () -> {
              int number = 0;
              PolicyKey key = new PolicyKey("elsewhere", "busy");
              long revision = 0;
              while (!enough.get()) {
                revision = done(stores.get(1).put(document(key, number++), revision));
              }
              return number;
            });
    for (int i = 0; i < MOST; i++) {
      done(stores.get(0).put(document(new PolicyKey("acme", "p" + i), i), 0, MOST));
    }
    done(stores.get(2).put(document(new PolicyKey("acme", "more"), 1), 0));
    enough.set(true);
    assertThat(other.get(30, TimeUnit.SECONDS)).isPositive();
    assertThat(stores.get(0).put(document(new PolicyKey("acme", "q"), 1), 0, MOST + 1))
        .isEqualTo(new Write.Full(MOST + 1));
    assertThat(stores.get(3).list("acme")).hasSize(MOST + 1);
  }

  private List<PolicyStore> stores(String bucket) {
    List<PolicyStore> stores = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      stores.add(nodes.open(server.url(), Map.of("bucket", bucket, "request-timeout", "20s")));
    }
    stores.forEach(PolicyStore::all);
    return stores;
  }

  private static List<Write> together(List<Supplier<Write>> calls) throws Exception {
    CountDownLatch start = new CountDownLatch(1);
    List<CompletableFuture<Write>> under = new ArrayList<>();
    for (Supplier<Write> call : calls) {
      CompletableFuture<Write> write = new CompletableFuture<>();
      under.add(write);
      Thread thread =
          new Thread(
              () -> {
                try {
                  start.await();
                  write.complete(call.get());
                } catch (InterruptedException | RuntimeException e) {
                  write.completeExceptionally(e);
                }
              });
      thread.setDaemon(true);
      thread.start();
    }
    start.countDown();
    List<Write> writes = new ArrayList<>();
    for (CompletableFuture<Write> write : under) {
      writes.add(write.get(60, TimeUnit.SECONDS));
    }
    return writes;
  }
}
