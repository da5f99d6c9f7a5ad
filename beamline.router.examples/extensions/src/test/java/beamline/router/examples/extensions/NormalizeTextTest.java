package beamline.router.examples.extensions;

import static beamline.router.examples.extensions.Calls.message;
import static beamline.router.examples.extensions.Calls.payload;
import static beamline.router.examples.extensions.Calls.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.spi.Extension;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class NormalizeTextTest {
  private static final Map<String, Object> EVERYTHING =
      Map.of("form", "nfkc", "whitespace", "collapse", "lowercase", true);

  private final NormalizeText normalize = new NormalizeText();

  @Test
  void lettersAreComposedAndNothingElseChangesUnlessItIsAskedFor() {
    assertThat(answer(Map.of("text", " Cafe\u0301  ①", "n", 1L), Map.of()))
        .isEqualTo(Map.of("text", " Café  ①", "n", 1L));
  }

  @Test
  void formWhitespaceAndCaseAreChosen() {
    assertThat(answer("  Ｓtraße\t\u00a0\n NR. ① ", EVERYTHING)).isEqualTo("straße nr. 1");
    assertThat(answer("  a  b ", Map.of("whitespace", "trim"))).isEqualTo("a  b");
    assertThat(answer("e\u0301", Map.of("form", "keep"))).isEqualTo("unchanged");
  }

  @Test
  void aMessageInWhichNothingChangesIsNotReplaced() {
    assertThat(normalize.answer(request(Map.of("text", "plain"), EVERYTHING)))
        .isEqualTo(Extension.Reply.proceed());
  }

  @Test
  void fieldsAreNamedByTheirPathThroughListsToo() {
    Map<String, Object> message =
        Map.of(
            "payload",
            Map.of("turns", List.of(Map.of("text", "A", "id", "X"), Map.of("text", "B")), "c", "C"),
            "metadata",
            Map.of("note", "N"));
    Extension.Reply reply =
        normalize.answer(
            message(
                message,
                Map.of("lowercase", true, "fields", List.of("payload.turns.text", "metadata"))));
    assertThat(((Extension.Reply.Proceed) reply).payload())
        .isEqualTo(
            Map.of(
                "payload",
                Map.of(
                    "turns",
                    List.of(Map.of("text", "a", "id", "X"), Map.of("text", "b")),
                    "c",
                    "C"),
                "metadata",
                Map.of("note", "n")));
  }

  @Test
  void aConfigurationThatCannotBeUsedSaysWhatItMustBe() {
    assertRefused(
        Map.of("form", "utf8"),
        "normalize_text: config.form is 'utf8', must be one of keep, nfc, nfkc");
    assertRefused(
        Map.of("lowercase", "yes"),
        "normalize_text: config.lowercase is 'yes', must be true or false");
    assertRefused(Map.of("form", 1L), "normalize_text: config.form is '1', must be a text");
    assertRefused(
        Map.of("fields", "payload"),
        "normalize_text: config.fields is 'payload', must be a list of texts, with one at least");
    assertRefused(
        Map.of("fields", List.of("payload", "payload..text")),
        "normalize_text: config.fields[1] is 'payload..text', must be payload or metadata, or a"
            + " path in them such as payload.text");
    assertRefused(
        Map.of("fields", List.of("email")),
        "normalize_text: config.fields[0] is 'email', must be payload or metadata, or a path in"
            + " them such as payload.text");
  }

  @Test
  void aMessageThatIsTooLongOrTooDeepFailsTheCall() {
    String tooLong = "x".repeat(MessageTexts.LONGEST);
    assertThatThrownBy(() -> normalize.answer(request(tooLong + "x", Map.of())))
        .hasMessage("normalize_text: the message has more than 1048576 characters in [payload]");
    Object deep = "x";
    for (int i = 0; i < MessageTexts.DEEPEST; i++) {
      deep = List.of(deep);
    }
    Object tooDeep = deep;
    assertThatThrownBy(() -> normalize.answer(request(tooDeep, Map.of())))
        .hasMessage("normalize_text: the message has more than 64 levels in [payload]");
  }

  @Property(tries = 100)
  void whatIsNormalStaysAsItIs(@ForAll @StringLength(max = 30) String text) {
    Object once = answer(text, EVERYTHING);
    Object normal = once.equals("unchanged") ? text : once;
    assertThat(answer(normal, EVERYTHING)).isIn("unchanged", normal);
  }

  @Test
  void everyCharacterIsNormalAfterOneCall() {
    // all but the ideographs, which have no case and no other form
    StringBuilder all = new StringBuilder();
    for (int c = 1; c < 0x20000; c++) {
      if (Character.isDefined(c) && !Character.isIdeographic(c)) {
        all.append("a").appendCodePoint(c);
      }
    }
    Object once = answer(all.toString(), EVERYTHING);
    assertThat(answer(once, EVERYTHING)).isEqualTo("unchanged");
  }

  private Object answer(Object payload, Map<String, Object> config) {
    return payload(normalize.answer(request(payload, config)));
  }

  private void assertRefused(Map<String, Object> config, String message) {
    assertThat(normalize.call(request("text", config)).toCompletableFuture())
        .isCompletedExceptionally();
    assertThatThrownBy(() -> normalize.answer(request("text", config))).hasMessage(message);
  }
}
