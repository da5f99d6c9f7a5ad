package beamline.router.memory.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.ComponentConfig;
import beamline.router.spi.ComponentProvider;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TransportSettingsTest {

  @Test
  void theProviderIsTheEmbeddedDefault() {
    MemoryTransportProvider provider = new MemoryTransportProvider();
    assertThat(provider.name()).isEqualTo("memory");
    assertThat(provider.priority()).isEqualTo(ComponentProvider.EMBEDDED);
  }

  @Test
  void theDefaultStreamsTakeWhatMustNotBeLostAndNothingThatIsRequested() {
    List<StreamSpec> streams = settings(Map.of()).streams();
    assertThat(streams).extracting(StreamSpec::name).containsExactly("EXEC", "USAGE", "DLQ");
    for (String kept :
        List.of(
            "caf.exec.assign.v1",
            "caf.exec.result.v1",
            "beamline.usage.v1.metered",
            "beamline.router.v1.decide.dlq")) {
      assertThat(streams.stream().filter(stream -> stream.captures(kept))).hasSize(1);
    }
    assertThat(streams).noneMatch(stream -> stream.captures("beamline.router.v1.decide"));
  }

  @Test
  void declaredStreamsAreRead() {
    List<StreamSpec> streams = settings(Map.of("streams", " A : a.> , b ; C:c.*; ")).streams();
    assertThat(streams)
        .containsExactly(
            new StreamSpec("A", List.of(SubjectPattern.of("a.>"), SubjectPattern.of("b"))),
            new StreamSpec("C", List.of(SubjectPattern.of("c.*"))));
    assertThat(settings(Map.of("streams", "")).streams()).isEmpty();
  }

  @Test
  void wrongStreamsAreRefusedWithTheReason() {
    assertRefused("streams", "a.b", "'a.b' has no colon");
    assertRefused("streams", "A B:a", "'A B' is not a stream name");
    assertRefused("streams", "A:a..b", "its tokens must not be empty");
    assertRefused("streams", "A:", "its tokens must not be empty");
    assertRefused("streams", "A:a.>;B:a.b", "B overlaps A");
    assertRefused("streams", "A:a;A:b", "A overlaps A");
  }

  @Test
  void wrongValuesAreRefusedWithTheirKey() {
    assertRefused("max-messages", "0", "must be a whole number from 1");
    assertRefused("max-age", "0", "must be a duration from 1ms");
    assertRefused("duplicate-window", "soon", "must be a duration");
    assertRefused("max-bytes", "1000", "must be a whole number from 2097152");
    assertRefused("max-mesages", "1", "unknown key transport.memory.max-mesages");
  }

  private static void assertRefused(String key, String value, String reason) {
    assertThatThrownBy(() -> settings(Map.of(key, value)))
        .isInstanceOfSatisfying(
            RouterException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
        .hasMessageContaining("transport.memory." + key)
        .hasMessageContaining(reason);
  }

  private static TransportSettings settings(Map<String, String> values) {
    return TransportSettings.from(new ComponentConfig("transport.memory.", values));
  }
}
