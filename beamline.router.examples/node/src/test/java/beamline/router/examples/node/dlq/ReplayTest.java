package beamline.router.examples.node.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouterConfig;
import beamline.router.examples.node.UsageException;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import beamline.router.testkit.server.NatsServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private NatsServer server;
  private Transport transport;

  @BeforeEach
  void keepThreeDeadLetters() {
    server = NatsServer.start();
    transport = Bus.connect(RouterConfig.defaults().with("nats.url", server.url()));
    Letters.declareStreams(transport);
    for (String id : List.of("m-1", "m-2", "m-3")) {
      Bus.await(transport.publishAcknowledged(Letters.ofResult(id, "payload of " + id)));
    }
  }

  @AfterEach
  void disconnect() {
    transport.close();
    server.close();
  }

  @Test
  void withoutApplyNothingIsSent() throws UsageException {
    assertThat(replay()).isTrue();
    assertThat(results()).isEmpty();
    assertThat(said()).contains("would replay", "m-1", "m-3", "Nothing was sent: add --apply");
  }

  @Test
  void eachIsSentWhereItCameFromWithItsOwnIdAndHeaders() throws UsageException {
    assertThat(replay("--apply", "--rate", "1000/s")).isTrue();
    assertThat(results())
        .extracting(it -> it.header(Message.MESSAGE_ID).orElse(""))
        .containsExactly("m-1", "m-2", "m-3");
    Message first = results().get(0);
    assertThat(new String(first.payload(), UTF_8)).isEqualTo("payload of m-1");
    assertThat(first.header("trace_id")).contains("t-1");
    assertThat(first.header("x-replayed-from")).contains("caf.exec.result.v1.dlq#1");
    assertThat(first.header("x-dlq-reason")).isEmpty();
  }

  @Test
  void whatWasReplayedIsNotReplayedAgain() throws UsageException {
    replay("--apply", "--rate", "1000/s", "--id", "m-2");
    replay("--apply", "--rate", "1000/s");
    assertThat(results())
        .extracting(it -> it.header(Message.MESSAGE_ID).orElse(""))
        .containsExactly("m-2", "m-1", "m-3");
    assertThat(said()).contains("done before");
  }

  @Test
  void anIdThatTheStreamRemembersIsToldAndCanBeReplaced() throws UsageException {
    Bus.await(
        transport.publishAcknowledged(
            Message.of(Letters.RESULTS, new byte[0], java.util.Map.of(Message.MESSAGE_ID, "m-1"))));
    assertThat(replay("--apply", "--id", "m-1")).isFalse();
    assertThat(said()).contains("refused", "--fresh-ids");
    assertThat(results()).hasSize(1);

    assertThat(replay("--apply", "--id", "m-1", "--fresh-ids")).isTrue();
    assertThat(results()).hasSize(2);
  }

  @Test
  void theLimitCountsWhatIsWanted() throws UsageException {
    replay("--apply", "--rate", "1000/s", "--limit", "2");
    assertThat(results()).hasSize(2);
  }

  private boolean replay(String... arguments) throws UsageException {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--journal", folder.resolve("journal").toString()));
    DlqOptions options = DlqOptions.parse(all);
    List<DeadLetter> letters =
        new DeadLetters(transport).read(Letters.DEAD_RESULTS, options::wants, options.limit());
    return new Replay(transport, options, new PrintStream(out, true, UTF_8)).run(letters);
  }

  private List<Message> results() {
    return Letters.stored(transport, Letters.RESULTS);
  }

  private String said() {
    return out.toString(UTF_8);
  }
}
