package beamline.router.testkit.server;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ThreeServersOnCluster {
  private static final Pattern LEADER = Pattern.compile("\"leader\":\"(server-[123])\"");

  @Test
  void itHoldsAStreamThreeTimesAndHasItWhenItsLeaderWasKilledAndRestarted() {
    try (NatsCluster cluster = NatsCluster.start()) {
      assertThat(
              ask(
                  cluster.server("server-1"),
                  "$JS.API.STREAM.CREATE.kept",
                  "{\"name\":\"kept\",\"subjects\":[\"a\"],\"num_replicas\":3}"))
          .contains("\"num_replicas\":3");
      assertThat(ask(cluster.server("server-1"), "a", "1")).contains("\"seq\":");
      String leader = leader(ask(cluster.server("server-1"), "$JS.API.STREAM.INFO.kept", ""));

      cluster.server(leader).kill();
      cluster.server(leader).restart();
      cluster.awaitLeader();

      assertThat(ask(cluster.server(leader), "$JS.API.STREAM.INFO.kept", ""))
          .contains("\"messages\":")
          .doesNotContain("\"messages\":0");
      assertThat(ask(cluster.server(leader), "a", "2")).contains("\"seq\":");
    }
  }

  @Test
  void aServerThatItDoesNotHaveIsRefused() {
    try (NatsCluster cluster = NatsCluster.start()) {
      assertThat(cluster.urls().split(",", -1)).hasSize(3);
      assertThatThrownBy(() -> cluster.server("server-4"))
          .hasMessage("there is no server server-4 in this cluster");
    }
  }

  /** Asks until it is answered: not at once while the servers elect or tell one another. */
  private static String ask(NatsServer server, String subject, String payload) {
    String[] answer = new String[1];
    eventually(
        subject + " is answered",
        () -> {
          try (Wire wire = new Wire(server.port(), 1_000)) {
            answer[0] = wire.request(subject, payload);
            return !answer[0].contains("\"error\":");
          } catch (IOException e) {
            return false;
          }
        });
    return answer[0];
  }

  private static String leader(String info) {
    Matcher matcher = LEADER.matcher(info);
    assertThat(matcher.find()).as(info).isTrue();
    return matcher.group(1);
  }
}
