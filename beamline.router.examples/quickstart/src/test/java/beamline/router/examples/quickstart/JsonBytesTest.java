package beamline.router.examples.quickstart;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonBytesTest {

  @Test
  void membersAreFoundWhereverTheyStand() {
    JsonBytes json =
        json("{\"skipped\":{\"a\":[1,\"}\",{}]},\"n\":-1.5e2 , \"yes\":true,\"text\":\"x\"}");
    assertThat(json.enterObject()).isTrue();
    assertThat(json.nextMember()).isTrue();
    json.skip();
    assertThat(json.nextMember()).isTrue();
    assertThat(json.keyIs("n")).isTrue();
    assertThat(json.number()).isEqualTo(-150);
    assertThat(json.nextMember()).isTrue();
    assertThat(json.isTrue()).isTrue();
    assertThat(json.nextMember()).isTrue();
    assertThat(json.keyIs("tex")).isFalse();
    assertThat(json.text()).isEqualTo("x");
    assertThat(json.nextMember()).isFalse();
  }

  @Test
  void aByteOrderMarkIsPassedOver() {
    assertThat(Question.read("\ufeff{\"tenant_id\":\"acme\"}".getBytes(UTF_8)).tenantId())
        .isEqualTo("acme");
  }

  @Test
  void escapesAreDecoded() {
    assertThat(json("\"a\\\"b\\\\c\\/d\\n\\t\\r\\b\\f\\u00fc\\ud83d\\ude00\"").text())
        .isEqualTo("a\"b\\c/d\n\t\r\b\fü😀");
    assertThat(json("\"\\u12\"").text()).isEqualTo("\ufffd");
    assertThat(json("\"cut \\").text()).startsWith("cut ");
  }

  @Test
  void objectsBecomeMapsWithoutTheirNulls() {
    assertThat(json("{\"a\":[1,\"two\",true,null,{\"b\":{}}],\"c\":null,\"d\":[]}").object())
        .isEqualTo(Map.of("a", List.of(1.0, "two", true, Map.of("b", Map.of())), "d", List.of()));
    assertThat(json("[1]").object()).isEmpty();
  }

  @Test
  void anythingElseIsSimplyAbsent() {
    for (String text : List.of("", "{", "{\"a\"", "{\"a\":", "{\"a\":}", "{,}", "]", "{\"a\" 1}")) {
      JsonBytes json = json(text);
      if (json.enterObject()) {
        while (json.nextMember()) {
          assertThat(json.text()).isNull();
        }
      }
      assertThat(json.enterObject()).isFalse();
    }
  }

  @Test
  void noBytesMakeItThrowOrHang() {
    Random random = new Random(42);
    byte[] alphabet = "{}[]\":,\\ \n0a\u00fct".getBytes(UTF_8);
    for (int i = 0; i < 50_000; i++) {
      byte[] bytes = new byte[random.nextInt(24)];
      for (int j = 0; j < bytes.length; j++) {
        bytes[j] = alphabet[random.nextInt(alphabet.length)];
      }
      new JsonBytes(bytes).object();
      new JsonBytes(bytes).skip();
      assertThat(Question.read(bytes).tenantId()).isEmpty();
      assertThat(Answer.read(bytes, true).providerId()).isEmpty();
    }
  }

  @Test
  void deepNestingIsPassedOver() {
    String deep = "[".repeat(100_000);
    assertThat(json("{\"a\":" + deep + "}").object()).containsOnlyKeys("a");
  }

  private static JsonBytes json(String text) {
    return new JsonBytes(text.getBytes(UTF_8));
  }
}
