package beamline.router.examples.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouterConfig;
import beamline.router.nats.NatsComponents;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program says to arguments and settings that it cannot use. */
class BeamlineNodeTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @AfterEach
  void forgetTheFile() {
    System.clearProperty("beamline.router.config");
  }

  @Test
  void usageIsPrintedOnRequest() {
    assertThat(run("--help")).isZero();
    assertThat(out()).contains("--config FILE", "kill", "dlq list|show|replay");
    assertThat(run("dlq", "--help")).isZero();
    assertThat(out()).contains("--apply");
  }

  @Test
  void everySettingThatCannotBeUsedHasALineOfItsOwn() throws IOException {
    Path file = settings("nats.url = nats://localhost:4222", "metrics.port = high", "foo = 1");
    assertThat(run("--config", file.toString())).isEqualTo(2);
    assertThat(err().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("beamline-node: "))
        .anyMatch(line -> line.contains("metrics.port is 'high'") && line.contains(file.toString()))
        .anyMatch(line -> line.contains("unknown key foo"));
  }

  @Test
  void shortNamesAndThoseOfTheGuideCanBeMixed() throws IOException {
    Path file =
        settings(
            "transport = nats",
            "nats.url = nats://localhost:4222",
            "policy-store = file",
            "policy-store.path = " + folder,
            "state-store = memory",
            "metrics.port = 0",
            "caf_push_assignment_allowed_tenants = [\"tenant-a\", \"tenant-b\"]");
    assertThat(run("check", "--config=" + file)).as(err()).isZero();
  }

  @Test
  void aNodeWithoutServersSaysWhatIsMissing() throws IOException {
    Path file = settings("metrics.port = 0");
    assertThat(run("start", "--config", file.toString())).isEqualTo(2);
    assertThat(err()).contains("nats.url is not set").hasLineCount(1);
  }

  @Test
  void theStoresConnectAsTheTransportDoesUnlessTheyAreToldOtherwise() {
    RouterConfig config =
        RouterConfig.builder()
            .set("state-store", "nats")
            .set("policy-store", "nats")
            .set("nats.url", "nats://one:4222")
            .set("nats.password", "hush")
            .set("nats.tls.enabled", "true")
            .set("nats.fail-open", "true")
            .build();
    RouterConfig shared = NatsComponents.sharingConnection(config);
    for (String store : List.of("state-store.nats.", "policy-store.nats.")) {
      assertThat(shared.below(store))
          .containsOnlyKeys("url", "password", "tls.enabled")
          .containsEntry("url", "nats://one:4222");
    }
    assertThat(shared.toString()).doesNotContain("hush");
    RouterConfig apart = config.with("state-store.nats.url", "nats://two:4222");
    assertThat(NatsComponents.sharingConnection(apart).below("state-store.nats."))
        .containsOnlyKeys("url");
    assertThat(NatsComponents.sharingConnection(apart).below("policy-store.nats."))
        .containsEntry("url", "nats://one:4222");
  }

  @Test
  void aMissingFileIsNamed() {
    assertThat(run("--config", "/no/such/file")).isEqualTo(2);
    assertThat(err())
        .isEqualTo("beamline-node: configuration file '/no/such/file' cannot be read\n");
  }

  @Test
  void unknownCommandsAndArgumentsAreNamed() {
    assertThat(run("restart")).isEqualTo(2);
    assertThat(run("--port", "1")).isEqualTo(2);
    assertThat(run("dlq", "delete")).isEqualTo(2);
    assertThat(run("dlq", "replay", "--rate", "fast")).isEqualTo(2);
    assertThat(run("dlq", "list", "--limit", "0")).isEqualTo(2);
    assertThat(run("dlq", "show")).isEqualTo(2);
    assertThat(err().lines())
        .satisfiesExactly(
            line -> assertThat(line).contains("unknown command 'restart'"),
            line -> assertThat(line).contains("unknown argument '--port'"),
            line -> assertThat(line).contains("unknown action 'dlq delete'"),
            line -> assertThat(line).contains("--rate is 'fast'"),
            line -> assertThat(line).contains("--limit is '0'"),
            line -> assertThat(line).contains("dlq show needs --id"));
  }

  @Test
  void anOptionIsSaidOnceAndWithItsValue() {
    assertThat(run("--config", "a", "--config", "b")).isEqualTo(2);
    assertThat(run("--config")).isEqualTo(2);
    assertThat(err()).contains("--config is said twice", "--config needs a value");
  }

  private Path settings(String... lines) throws IOException {
    return Files.write(folder.resolve("node.properties"), List.of(lines));
  }

  private int run(String... arguments) {
    return BeamlineNode.run(
        List.of(arguments), new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  private String out() {
    return out.toString(UTF_8);
  }

  private String err() {
    return err.toString(UTF_8);
  }
}
