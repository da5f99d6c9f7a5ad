package beamline.router.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class TtlTextPropertyTest {

  private static final Pattern FORM = Pattern.compile("0*[1-9][0-9]{0,5}[smh]");

  @Property
  void digitsAndAUnitAreThatLong(
      @ForAll @IntRange(min = 1, max = 999_999) int count,
      @ForAll("units") char unit,
      @ForAll @IntRange(min = 0, max = 20) int zeros) {
    Duration expected =
        switch (unit) {
          case 's' -> Duration.ofSeconds(count);
          case 'm' -> Duration.ofMinutes(count);
          default -> Duration.ofHours(count);
        };

    assertThat(TtlText.millis("0".repeat(zeros) + count + unit)).isEqualTo(expected.toMillis());
  }

  @Property
  void longestLifetimeFitsALongOfNanoseconds(@ForAll("nearlyRight") String text) {
    long millis = TtlText.millis(text);

    assertThat(Math.multiplyExact(millis, 1_000_000)).isLessThan(Long.MAX_VALUE);
  }

  @Property(tries = 5000)
  void everythingElseIsInvalid(@ForAll("nearlyRight") String text) {
    assertThat(TtlText.millis(text) != TtlText.INVALID).isEqualTo(FORM.matcher(text).matches());
  }

  @Property
  void anyTextIsJudgedWithoutThrowing(@ForAll String text) {
    assertThat(TtlText.millis(text) != TtlText.INVALID).isEqualTo(FORM.matcher(text).matches());
  }

  @Provide
  Arbitrary<Character> units() {
    return Arbitraries.of('s', 'm', 'h');
  }

  @Provide
  Arbitrary<String> nearlyRight() {
    return Arbitraries.strings().withChars("0019smhd .-+").ofMaxLength(9);
  }
}
