package beamline.router.testkit.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NatsServerBinaryTest {

  @Test
  void theProgramThatIsFoundRuns() throws IOException {
    assertThat(Command.output(List.of(NatsServerBinary.find().toString(), "--version")))
        .startsWith("nats-server: v");
  }

  @Test
  void aVersionThatIsAskedForIsTheOneThatIsFound() throws IOException {
    assertThat(Command.output(List.of(NatsServerBinary.unpacked("2.10").toString(), "--version")))
        .contains("v2.10.");
  }

  @Test
  void whoeverLooksAtTheSameTimeFindsTheSame() {
    assertThat(
            Stream.generate(
                    () -> CompletableFuture.supplyAsync(() -> NatsServerBinary.unpacked("2.10")))
                .limit(8)
                .toList()
                .stream()
                .map(CompletableFuture::join)
                .distinct())
        .hasSize(1);
  }

  @Test
  void aVersionThatThereIsNotIsRefused() {
    assertThatThrownBy(() -> NatsServerBinary.unpacked("1.4"))
        .hasMessage("nats.version is '1.4', must be 2.9, 2.10 or 2.15");
  }
}
