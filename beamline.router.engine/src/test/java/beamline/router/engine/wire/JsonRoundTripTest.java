package beamline.router.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.engine.json.JsonLimits;
import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonSyntaxException;
import beamline.router.engine.json.JsonWriter;
import beamline.router.engine.json.RawJson;
import beamline.router.spi.DecodeLimits;
import beamline.router.spi.MalformedMessageException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class JsonRoundTripTest {
  private static final JsonLimits LIMITS = new JsonLimits(1 << 24, 64, 1 << 20);

  @Property(tries = 200)
  void whatIsWrittenIsReadAgain(@ForAll("trees") Object tree) throws JsonSyntaxException {
    byte[] bytes = JsonWriter.text(tree).getBytes(StandardCharsets.UTF_8);

    assertThat(JsonReader.read(bytes, 0, bytes.length, LIMITS)).isEqualTo(tree);
    assertThat(JsonReader.isJson(bytes, 0, bytes.length, 64)).isTrue();
  }

  @Property(tries = 200)
  void aPayloadIsKeptByteForByte(@ForAll("trees") Object tree) throws MalformedMessageException {
    String payload = JsonWriter.text(tree);
    String message = "{ \"task\" : { \"payload\" : " + payload + " } , \"input\":" + payload + "}";

    Map<String, Object> read =
        new JsonCodec()
            .decode(
                message.getBytes(StandardCharsets.UTF_8), new DecodeLimits(1 << 24, 64, 1 << 20));

    RawJson kept = new RawJson(payload);
    assertThat(read).isEqualTo(Map.of("task", Map.of("payload", kept), "input", kept));
  }

  @Provide
  Arbitrary<Object> trees() {
    Arbitrary<Object> scalars =
        Arbitraries.oneOf(
            wellFormed(),
            Arbitraries.longs(),
            Arbitraries.longs()
                .map(number -> BigInteger.TEN.pow(40).add(BigInteger.valueOf(number))),
            Arbitraries.doubles(),
            Arbitraries.of(true, false));
    return Arbitraries.recursive(
        () -> scalars,
        inner ->
            Arbitraries.oneOf(
                inner.list().ofMaxSize(3).map(Object.class::cast),
                Arbitraries.maps(wellFormed(), inner).ofMaxSize(3).map(Object.class::cast)),
        0,
        4);
  }

  private static Arbitrary<String> wellFormed() {
    return Arbitraries.strings().ofMaxLength(20).filter(JsonRoundTripTest::isWellFormed);
  }

  private static boolean isWellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
