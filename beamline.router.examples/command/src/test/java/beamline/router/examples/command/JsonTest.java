package beamline.router.examples.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others wrote, inside of JSON for machines. */
class JsonTest {

  @ParameterizedTest
  @ValueSource(strings = {"{}", " {\"a\":{\"b\":[1.50]}}\n", "{\"a\": \"}\"}"})
  void anObjectIsGivenAsItIs(String text) {
    assertThat(Json.written(text)).isEqualTo(new Json.Raw(text.strip()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "not json",
        "1",
        "[]",
        "\"text\"",
        "{\"a\":1},\"ok\":false,\"b\":{}",
        "{\"a\":1} {\"b\":2}",
        "{\"a\":1",
        "{\"a\":\"\n\"}"
      })
  void anythingElseIsAString(String text) {
    assertThat(Json.written(text)).isEqualTo(text);
  }

  @Test
  void whatMovesTheCursorOrTurnsTextAroundIsEscaped() {
    Object raw = Json.written("{\"a\":\"\u202e\u009b\u007f\"}");

    assertThat(Json.text(Json.object("document", raw, "text", "\u2066\u0085")))
        .isEqualTo("{\"document\":{\"a\":\"\\u202e\\u009b\\u007f\"},\"text\":\"\\u2066\\u0085\"}");
  }
}
