package beamline.router.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.RouterException;
import com.google.protobuf.ByteString;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import org.junit.jupiter.api.Test;

/** JSON that travels in messages. */
class TextsTest {

  @Test
  void anObjectIsTheSameAfterItsWayThroughJson() {
    String json = "{\"a\":1,\"b\":-2.5,\"c\":[true,null,\"x\\n\",{\"d\":[]}],\"e\":1717000000000}";
    assertThat(StructJson.text(StructJson.read(json))).isEqualTo(json);
    assertThat(StructJson.text(Struct.getDefaultInstance())).isEqualTo("{}");
    assertThat(StructJson.read("{}")).isEqualTo(Struct.getDefaultInstance());
  }

  @Test
  void aNumberThatJsonDoesNotHaveIsRefused() {
    Struct odd =
        Struct.newBuilder()
            .putFields("x", Value.newBuilder().setNumberValue(Double.NaN).build())
            .build();
    assertThatThrownBy(() -> StructJson.text(odd))
        .isInstanceOf(RouterException.class)
        .hasMessageContaining("NaN");
  }

  @Test
  void aPayloadIsJsonOrTravelsAsBase64() {
    PayloadText texts = new PayloadText(8);
    assertThat(texts.of(ByteString.EMPTY)).isEqualTo("{}");
    assertThat(text(texts, "{\"n\":[1,2]}")).isEqualTo("{\"n\":[1,2]}");
    assertThat(text(texts, " \"hello\" ")).isEqualTo(" \"hello\" ");
    assertThat(text(texts, "{} {}")).isEqualTo("{\"payload_base64\":\"e30ge30=\"}");
    assertThat(text(texts, "{\"n\":")).startsWith("{\"payload_base64\":");
    assertThat(text(texts, "   ")).startsWith("{\"payload_base64\":");
    assertThat(text(texts, "[".repeat(9) + "]".repeat(9))).startsWith("{\"payload_base64\":");
    assertThat(texts.of(ByteString.copyFrom(new byte[] {(byte) 0xC3})))
        .isEqualTo("{\"payload_base64\":\"ww==\"}");
  }

  private static String text(PayloadText texts, String payload) {
    return texts.of(ByteString.copyFromUtf8(payload));
  }
}
