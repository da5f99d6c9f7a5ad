package beamline.router.examples.scenarios;

import static beamline.router.examples.scenarios.Texts.ASSIGN;
import static beamline.router.examples.scenarios.Texts.DECIDE;
import static beamline.router.examples.scenarios.Texts.RESULT;
import static beamline.router.examples.scenarios.Texts.USAGE;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.testkit.Eventually;
import beamline.router.testkit.server.NatsCluster;
import beamline.router.testkit.server.NatsServer;
import io.nats.client.JetStreamApiException;
import io.nats.client.api.ClusterInfo;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Three servers, three replicas of everything: whoever leads a stream is killed under load. Runs
 * with {@code -Pcluster}.
 */
class LeaderLossOnCluster {
  private static final int PER_SECOND = 100;
  private static final List<String> LOGS = List.of(ASSIGN, RESULT, USAGE);
  private static final String STATE = "KV_beamline-state";

  private static final String[] REPLICATED = {
    "nats.jetstream.replicas", "3",
    "nats.reconnect-delay", "50ms",
    "nats.max-reconnect-delay", "500ms",
    "consumer.ack-wait", "2s",
    "consumer.backoff", "1s,2s,2s",
    "consumer.max-deliver", "20"
  };

  @Test
  void everyResultIsMeteredOnceHoweverOftenAStreamLosesItsLeader() throws Exception {
    int losses = Integer.getInteger("scenarios.leader.losses", 6);
    Random random = new Random(3);
    Progress progress = new Progress("losses of a leader");
    try (NatsCluster cluster = NatsCluster.start();
        NatsBus bus = NatsBus.on(cluster.urls(), cluster.urls());
        Node node = Node.start(bus, REPLICATED);
        LoadOnStreams load = new LoadOnStreams(bus, PER_SECOND)) {
      for (int i = 0; i < losses; i++) {
        load.progress(20 + random.nextInt(100));
        NatsServer leader = cluster.server(leaderOf(bus, stream(bus, LOGS.get(i % LOGS.size()))));
        leader.kill();
        load.progress(100); // the other two go on
        leader.restart();
        cluster.awaitLeader();
        awaitReplicas(bus);
        progress.at(i + 1, load.worked() + " results");
      }
      load.progress(50);

      Balance balance = load.balance();
      balance.check();
      Eventually.eventually(
          () -> "every decision's assignment is stored or has failed by name: " + figures(node),
          () ->
              node.total("assignments_published_total") + node.total("assignments_failed_total")
                  == node.total("router_policy_decisions_total"));
      progress.end(losses, balance + "; " + figures(node));
      node.eventually("router_nats_pending_operations_count", 0);
    }
  }

  @Test
  void theAnswerToAnIdempotencyKeySurvivesTheLossOfWhoLedTheState() {
    String request = Texts.request("acme", "r-1", "\"idempotency_key\":\"k-1\"");
    try (NatsCluster cluster = NatsCluster.start();
        NatsBus bus = NatsBus.on(cluster.urls(), cluster.urls())) {
      String first;
      try (Node node = Node.start(bus, sharing(cluster))) {
        first = bus.request(DECIDE, request);
        Eventually.eventually("the answer is kept", () -> lastOf(bus, STATE) >= 2);
        assertThat(node.total("router_policy_decisions_total")).isEqualTo(1);
      }
      String leader = leaderOf(bus, STATE);
      cluster.server(leader).kill();
      Eventually.eventually("another one leads", () -> !leaderOf(bus, STATE).equals(leader));

      try (Node another = Node.start(bus, sharing(cluster))) {
        assertThat(bus.request(DECIDE, request)).isEqualTo(first);
        assertThat(another.total("router_policy_decisions_total")).isZero();
      }
    }
  }

  private static String figures(Node node) {
    return "of %.0f decided %.0f assignments stored + %.0f failed by name"
        .formatted(
            node.total("router_policy_decisions_total"),
            node.total("assignments_published_total"),
            node.total("assignments_failed_total"));
  }

  private static String[] sharing(NatsCluster cluster) {
    return with(
        "state-store", "nats",
        "state-store.nats.url", cluster.urls(),
        "state-store.nats.replicas", "3");
  }

  private static String[] with(String... more) {
    List<String> settings = new ArrayList<>(List.of(REPLICATED));
    settings.addAll(List.of(more));
    return settings.toArray(new String[0]);
  }

  /** The name of the server that leads a stream, once there is one. */
  private static String leaderOf(NatsBus bus, String stream) {
    String[] leader = new String[1];
    Eventually.eventually(
        stream + " has a leader",
        () -> {
          leader[0] = info(bus, stream).map(LeaderLossOnCluster::leader).orElse(null);
          return leader[0] != null;
        });
    return leader[0];
  }

  /** Waits until all have what the streams hold, so that another leader may be lost. */
  private static void awaitReplicas(NatsBus bus) throws Exception {
    for (String log : LOGS) {
      String stream = stream(bus, log);
      Eventually.eventually(
          "the replicas of " + stream + " are in step",
          () -> info(bus, stream).filter(LeaderLossOnCluster::isInStep).isPresent());
    }
  }

  private static boolean isInStep(StreamInfo info) {
    ClusterInfo cluster = info.getClusterInfo();
    return cluster != null
        && cluster.getLeader() != null
        && cluster.getReplicas() != null
        && cluster.getReplicas().size() == 2
        && cluster.getReplicas().stream().allMatch(it -> it.isCurrent() && !it.isOffline());
  }

  private static @Nullable String leader(StreamInfo info) {
    return info.getClusterInfo() == null ? null : info.getClusterInfo().getLeader();
  }

  private static long lastOf(NatsBus bus, String stream) {
    return info(bus, stream).map(it -> it.getStreamState().getLastSequence()).orElse(0L);
  }

  private static String stream(NatsBus bus, String subject) throws Exception {
    return bus.peers().jetStreamManagement().getStreamNames(subject).get(0);
  }

  /** Nothing as long as nobody leads the stream. */
  private static Optional<StreamInfo> info(NatsBus bus, String stream) {
    try {
      return Optional.of(bus.peers().jetStreamManagement().getStreamInfo(stream));
    } catch (IOException | JetStreamApiException e) {
      return Optional.empty();
    }
  }
}
