package beamline.router.proto;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.spi.DecodeLimits;
import beamline.router.spi.MalformedMessageException;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Replays the saved corpus; with {@code JAZZER_FUZZ=1} in the environment it looks for more. */
class ProtobufFuzzTest {
  private static final DecodeLimits LIMITS = new DecodeLimits(1_048_576, 64, 100_000);

  private final ProtobufCodec codec = new ProtobufCodec();

  @FuzzTest(maxDuration = "10m")
  void anyBytesAreReadOrRefused(byte[] body) {
    codec.recognizes(body);
    try {
      assertThat(codec.decode(body, LIMITS)).containsKey("message");
    } catch (MalformedMessageException e) {
      assertThat(e).hasMessageNotContaining("\n");
    }
  }
}
