package beamline.router.examples.extensions;

import static beamline.router.examples.extensions.Calls.message;
import static beamline.router.examples.extensions.Calls.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.spi.Extension;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PiiGuardTest {
  private final PiiGuard guard = new PiiGuard();

  @Test
  void aMessageWithoutPersonalDataGoesOn() {
    assertThat(guard.answer(request(Map.of("text", "hello", "n", 42L, "on", true), Map.of())))
        .isEqualTo(Extension.Reply.proceed());
  }

  @Test
  void theRefusalNamesTheKindAndTheField() {
    assertThat(
            guard.answer(
                request(
                    Map.of("turns", List.of("hello", Map.of("text", "I am a@b.de"))), Map.of())))
        .isEqualTo(
            new Extension.Reply.Refuse(
                "payload.turns[].text contains personal data: email",
                Map.of("kind", "email", "field", "payload.turns[].text")));
  }

  @Test
  void numbersAreLookedAtAsTheirDigits() {
    assertThat(refusal(Map.of("card", 4111111111111111L), Map.of()))
        .contains("payload.card", "card");
    assertThat(refusal(Map.of("card", new BigInteger("4000000000000000006")), Map.of()))
        .contains("payload.card", "card");
  }

  @Test
  void namesOfMembersAreLookedAtAndNotShown() {
    assertThat(refusal(Map.of("a@b.de", "hello"), Map.of()))
        .isEqualTo("payload contains personal data: email");
    assertThat(refusal(Map.of("a@b.de", "4111111111111111"), Map.of("kinds", List.of("card"))))
        .isEqualTo("payload.* contains personal data: card");
  }

  @Test
  void kindsAndFieldsAreChosen() {
    Map<String, Object> message =
        Map.of("payload", "a@b.de", "metadata", Map.of("iban", "GB82WEST12345698765432"));
    assertThat(guard.answer(message(message, Map.of("kinds", List.of("phone", "card")))))
        .isEqualTo(Extension.Reply.proceed());
    assertThat(guard.answer(message(message, Map.of("fields", List.of("metadata.iban")))))
        .isEqualTo(
            new Extension.Reply.Refuse(
                "metadata.iban contains personal data: iban",
                Map.of("kind", "iban", "field", "metadata.iban")));
    assertThat(guard.answer(message(message, Map.of("fields", List.of("metadata.absent.x")))))
        .isEqualTo(Extension.Reply.proceed());
  }

  @Test
  void anUnknownKindSaysWhatThereIs() {
    assertThatThrownBy(() -> guard.answer(request("", Map.of("kinds", List.of("card", "mail")))))
        .hasMessage(
            "pii_guard: config.kinds[1] is 'mail', must be one of email, iban, card, phone");
  }

  @Property(tries = 100)
  void whereverItIsTheRefusalNeverShowsIt(
      @ForAll("secrets") String secret, @ForAll("wrappings") List<String> names) {
    Object payload = secret;
    for (String name : names) {
      payload = name.isEmpty() ? List.of("x", payload) : Map.of(name, payload);
    }
    assertThat(guard.answer(request(payload, Map.of())).toString())
        .contains("Refuse")
        .doesNotContain(secret);
  }

  @Provide
  Arbitrary<String> secrets() {
    return Arbitraries.of(
        "max@muster.example", "4111 1111 1111 1111", "DE89370400440532013000", "+4930901820");
  }

  @Provide
  Arbitrary<List<String>> wrappings() {
    return Arbitraries.of("", "text", "max@muster.example", "4111 1111 1111 1111", "+4930901820")
        .list()
        .ofMaxSize(6);
  }

  private String refusal(Object payload, Map<String, Object> config) {
    return ((Extension.Reply.Refuse) guard.answer(request(payload, config))).reason();
  }
}
