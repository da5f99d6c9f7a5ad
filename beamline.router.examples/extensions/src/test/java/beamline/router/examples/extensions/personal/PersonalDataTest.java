package beamline.router.examples.extensions.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import beamline.router.examples.extensions.personal.PersonalData.Finding;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalDataTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "write to max.muster+news@mail.example.com.   | EMAIL | max.muster+news@mail.example.com",
        "mailto:<a@b.de>                              | EMAIL | a@b.de",
        "jörg@bücher.example                          | EMAIL | jörg@bücher.example",
        "pay with 4111 1111 1111 1111, please         | CARD  | 4111 1111 1111 1111",
        "id 1234 5555-5555-5555-4444                  | CARD  | 5555-5555-5555-4444",
        "378282246310005                              | CARD  | 378282246310005",
        "４１１１１１１１１１１１１１１１                      | CARD  | ４１１１１１１１１１１１１１１１",
        "to DE89 3704 0044 0532 0130 00 by Monday     | IBAN  | DE89 3704 0044 0532 0130 00",
        "gb82west12345698765432                       | IBAN  | gb82west12345698765432",
        "call +49 (0)30 901820-0!                     | PHONE | +49 (0)30 901820-0",
        "+14155550123 2024                            | PHONE | +14155550123 2024",
        "(415) 555-2671                               | PHONE | (415) 555-2671",
        "415.555.2671 or mail                         | PHONE | 415.555.2671",
      })
  void dataIsFoundWhereItIs(String text, PersonalData kind, String data) {
    assertThat(first(text)).map(Finding::kind).contains(kind);
    assertThat(first(text)).map(it -> text.substring(it.start(), it.end())).contains(data);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        "a@b",
        "@everyone and a@ b.de",
        "a@.de",
        "a@b.1",
        "4111 1111 1111 1112",
        "1732792000000",
        "0.4111111111111111",
        "x4111111111111111",
        "4111111111111111x",
        "41111111111111111111111",
        "DE88 3704 0044 0532 0130 00",
        "DE89 3704 0044",
        "XX89370400440532013000",
        "+1234567",
        "1+12345678",
        "+1234567890123456",
        "4155552671",
        "115-555-2671",
        "2026-11-28 12:00:00",
        "550e8400-e29b-41d4-a716-446655440000",
      })
  void whatOnlyLooksLikeDataIsLeftAlone(String text) {
    assertThat(first(text)).isEmpty();
  }

  @Test
  void onlyTheKindsThatAreAskedForAreFound() {
    String text = "a@b.de, 4111111111111111";
    assertThat(PersonalData.first(text, 0, EnumSet.of(PersonalData.CARD)))
        .contains(new Finding(PersonalData.CARD, 8, 24));
    assertThat(PersonalData.first(text, 0, EnumSet.of(PersonalData.PHONE))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "1",
        "@",
        "a@",
        "a.",
        "a@a.",
        "+",
        "1 ",
        "1-",
        "(",
        "DE89 ",
        "+1 ",
        "4111 1111 1111 111",
        "é",
        "🂡"
      })
  void aLongTextIsReadInTimeWhateverIsRepeatedInIt(String piece) {
    String text = piece.repeat(200_000 / piece.length());
    assertTimeoutPreemptively(Duration.ofSeconds(2), () -> first(text));
  }

  @Property(tries = 200)
  void anyTextIsReadAndWhatIsFoundLiesInIt(@ForAll("texts") String text) {
    Optional<Finding> found = first(text);
    found.ifPresent(
        it -> {
          assertThat(it.start()).isNotNegative().isLessThan(it.end());
          assertThat(it.end()).isLessThanOrEqualTo(text.length());
          assertThat(first(text.substring(it.start(), it.end()))).isPresent();
        });
  }

  @Property(tries = 100)
  void aCardIsFoundWhateverItsGroupsAndAnyWrongDigitTellsItApart(
      @ForAll("cards") String card, @ForAll("separators") String separator) {
    String grouped = card.replaceAll("(?<=^.{4}|^.{8}|^.{12})", separator);
    assertThat(first("card: " + grouped + ".")).map(Finding::kind).contains(PersonalData.CARD);
    char last = card.charAt(15);
    String wrong = card.substring(0, 15) + (char) ('0' + (last - '0' + 1) % 10);
    assertThat(first(wrong)).isEmpty();
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars("a@.+-() 1234567890DEé".toCharArray()).ofMaxLength(60);
  }

  @Provide
  Arbitrary<String> separators() {
    return Arbitraries.of("", " ", "-", "\u00a0", "\u2011");
  }

  @Provide
  Arbitrary<String> cards() {
    Arbitrary<String> prefixes = Arbitraries.of("4", "51", "55", "62", "6011", "2221");
    return Combinators.combine(prefixes, Arbitraries.strings().numeric().ofLength(15))
        .as((prefix, digits) -> checked((prefix + digits).substring(0, 15)));
  }

  private static String checked(String digits) {
    int sum = 0;
    for (int i = 0; i < 15; i++) {
      int digit = (digits.charAt(14 - i) - '0') * (2 - i % 2);
      sum += digit > 9 ? digit - 9 : digit;
    }
    return digits + (10 - sum % 10) % 10;
  }

  private static Optional<Finding> first(String text) {
    return PersonalData.first(text, 0, EnumSet.allOf(PersonalData.class));
  }
}
