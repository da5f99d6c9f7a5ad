package beamline.router.nats.policy;

import static beamline.router.nats.policy.PolicyNodes.document;
import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStore.Write;
import beamline.router.testkit.server.NatsCluster;
import beamline.router.testkit.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.ClusterInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Three servers, three replicas of the bucket: whoever leads it is killed while two nodes write.
 * Runs with {@code -Pcluster}.
 */
final class PolicyLeaderLossOnCluster {
  private static final int WRITERS = 2;
  private static final int MOST = 3;
  private static final String BUCKET = "beamline-policies";

  @Test
  void whateverServerIsLostNoTenantExceedsItsMostAndEveryWriteIsHeardInOrder() throws Exception {
    int losses = Integer.getInteger("policies.leader.losses", 3);
    try (NatsCluster cluster = NatsCluster.start();
        PolicyNodes nodes = new PolicyNodes()) {
      cluster.awaitLeader();
      Map<String, String> settings = Map.of("replicas", "3", "request-timeout", "10s");
      PolicyStore watching = nodes.open(cluster.urls(), settings);
      eventually("the bucket is there", () -> done(() -> watching.all() != null));
      Log log = new Log();
      PolicyStore.Watch unused = watching.watch(log::take);
      Connection operator = nodes.connect(cluster.urls());

      AtomicBoolean enough = new AtomicBoolean();
      AtomicInteger written = new AtomicInteger();
      Set<Long> confirmed = ConcurrentHashMap.newKeySet();
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      Semaphore gate = new Semaphore(WRITERS, true);
      for (int i = 0; i < WRITERS; i++) {
        PolicyStore store = nodes.open(cluster.urls(), settings);
        SplittableRandom random = new SplittableRandom(i);
        writers.add(
            CompletableFuture.runAsync(
                () -> {
                  while (!enough.get()) {
                    gate.acquireUninterruptibly();
                    done(() -> write(store, random, written.incrementAndGet(), confirmed));
                    gate.release();
                  }
                }));
      }
      for (int i = 0; i < losses; i++) {
        progress(written, writers);
        NatsServer leader = cluster.server(leader(operator));
        leader.kill();
        progress(written, writers);
        leader.restart();
        cluster.awaitLeader();
        gate.acquire(WRITERS); // they catch up with difficulty while three servers share a machine
        eventually("the replicas are in step", () -> isInStep(operator));
        gate.release(WRITERS);
      }
      progress(written, writers);
      enough.set(true);
      for (CompletableFuture<Void> writer : writers) {
        writer.get(60, TimeUnit.SECONDS);
      }

      eventually("every write is heard", () -> log.heard.containsAll(confirmed));
      assertThat(log.disorder).isEmpty();
      assertThat(log.most).isEqualTo(MOST);
      assertThat(watching.list("acme").stream().map(PolicyDocument::revision).toList())
          .containsExactlyInAnyOrderElementsOf(log.living.values());
      eventually("no trouble is left", () -> watching.trouble().isEmpty());
      System.out.printf(
          "%d losses of the leader: %d writes, %d confirmed, %d changes heard%n",
          losses, written.get(), confirmed.size(), log.heard.size());
    }
  }

  private static void progress(AtomicInteger written, List<CompletableFuture<Void>> writers) {
    int sofar = written.get();
    eventually(
        "it is written",
        () -> written.get() > sofar + 50 || writers.stream().anyMatch(Future::isDone));
    assertThat(writers).allSatisfy(writer -> assertThat(writer).isNotDone());
  }

  private static boolean write(
      PolicyStore store, SplittableRandom random, int number, Set<Long> confirmed) {
    PolicyKey key = new PolicyKey("acme", "p" + random.nextInt(6));
    long revision = store.get(key).map(PolicyDocument::revision).orElse(0L);
    if (revision > 0 && random.nextBoolean()) {
      return store.delete(key, revision) instanceof Write.Done;
    }
    if (store.put(document(key, number), revision, MOST) instanceof Write.Done done) {
      confirmed.add(done.revision());
    }
    return true;
  }

  /** What the bucket's log said, as one watch was told it. */
  private static final class Log {
    private final Map<PolicyKey, Long> living = new ConcurrentHashMap<>();
    private final Set<Long> heard = ConcurrentHashMap.newKeySet();
    private final List<PolicyChange> disorder = new ArrayList<>();
    private volatile int most;
    private long last;

    private void take(PolicyChange change) {
      long revision = last;
      if (change instanceof PolicyChange.Updated updated) {
        revision = updated.document().revision();
        living.put(change.key(), revision);
        heard.add(revision);
      } else if (change instanceof PolicyChange.Removed removed) {
        revision = removed.revision();
        living.remove(change.key());
      }
      if (revision <= last) {
        disorder.add(change);
      }
      last = revision;
      most = Math.max(most, living.size());
    }
  }

  private interface Call {
    boolean run();
  }

  /** Whether a call was done; it may fail while nobody leads the bucket. */
  private static boolean done(Call call) {
    try {
      return call.run();
    } catch (RouterException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_DOWN);
      return false;
    }
  }

  private static String leader(Connection operator) {
    String[] leader = new String[1];
    eventually(
        "the bucket has a leader",
        () -> {
          ClusterInfo cluster = cluster(operator);
          leader[0] = cluster == null ? null : cluster.getLeader();
          return leader[0] != null;
        });
    return leader[0];
  }

  private static boolean isInStep(Connection operator) {
    ClusterInfo cluster = cluster(operator);
    return cluster != null
        && cluster.getLeader() != null
        && cluster.getReplicas().stream().allMatch(it -> it.isCurrent() && !it.isOffline());
  }

  private static ClusterInfo cluster(Connection operator) {
    try {
      return operator.jetStreamManagement().getStreamInfo("KV_" + BUCKET).getClusterInfo();
    } catch (IOException | JetStreamApiException | IllegalStateException e) {
      return null;
    }
  }
}
