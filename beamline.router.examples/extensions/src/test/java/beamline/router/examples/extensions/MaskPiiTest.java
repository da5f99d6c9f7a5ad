package beamline.router.examples.extensions;

import static beamline.router.examples.extensions.Calls.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.examples.extensions.personal.PersonalData;
import beamline.router.spi.Extension;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class MaskPiiTest {
  private static final Map<String, Object> PAYLOAD =
      Map.of("text", "a@b.de and c@d.de, 4111 1111 1111 1111.", "card", 4111111111111111L, "n", 1L);
  private static final Map<String, Object> MASKED =
      Map.of("text", "[email] and [email], [card].", "card", "[card]", "n", 1L);

  private final MaskPii before = new MaskPii(Extension.Kind.PRE);
  private final MaskPii after = new MaskPii(Extension.Kind.POST);

  @Test
  void beforeTheDecisionTheMessageIsMasked() {
    assertThat(before.answer(request(PAYLOAD, Map.of())))
        .isEqualTo(
            new Extension.Reply.Proceed(
                Map.of("message_id", "m-1", "payload", MASKED),
                Map.of("pii_masked", Map.of("email", 2L, "card", 2L))));
  }

  @Test
  void afterTheDecisionTheMaskedPayloadIsAddedToIt() {
    assertThat(after.answer(request(PAYLOAD, Map.of())))
        .isEqualTo(
            new Extension.Reply.Proceed(
                Map.of(),
                Map.of("pii_masked", Map.of("email", 2L, "card", 2L), "masked_payload", MASKED)));
  }

  @Test
  void aMessageWithoutPersonalDataStaysAsItIs() {
    assertThat(before.answer(request(Map.of("text", "hello"), Map.of())))
        .isEqualTo(Extension.Reply.proceed());
    assertThat(after.answer(request(Map.of("text", "hello"), Map.of())))
        .isEqualTo(Extension.Reply.proceed());
  }

  @Test
  void kindsAndReplacementAreChosen() {
    Map<String, Object> config = Map.of("kinds", List.of("email"), "replacement", "<{kind}>");
    assertThat(Calls.payload(before.answer(request("a@b.de 4111111111111111", config))))
        .isEqualTo("<email> 4111111111111111");
  }

  @Test
  void aReplacementThatIsTooLongIsRefused() {
    assertThatThrownBy(() -> before.answer(request("", Map.of("replacement", "x".repeat(65)))))
        .hasMessageStartingWith("mask_pii: config.replacement is 'xxx")
        .hasMessageEndingWith("must be at most 64 characters");
  }

  @Property(tries = 200)
  void nothingIsLeftToFind(@ForAll("texts") String text) {
    Object masked = Calls.payload(before.answer(request(text, Map.of())));
    if (!masked.equals("unchanged")) {
      assertThat(PersonalData.isIn((String) masked)).as("%s", masked).isFalse();
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "a@b.de",
            "4111 1111 1111 1111",
            "DE89 3704 0044 0532 0130 00",
            "+49 30 901820",
            "415-555-2671",
            " ",
            ", ",
            "-",
            "1",
            "x",
            "@",
            ".")
        .list()
        .ofMaxSize(12)
        .map(pieces -> String.join("", pieces));
  }
}
