package beamline.router.memory.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

final class SubjectPatternTest {
  /** Every subject of one to four tokens over two words: enough to tell patterns apart. */
  private static final List<String> SUBJECTS = subjects(4, List.of("a", "bb"));

  @Property
  void matchesAsTheRulesSay(
      @ForAll("patterns") String pattern, @ForAll("subjects") String subject) {
    assertThat(SubjectPattern.of(pattern).matches(subject)).isEqualTo(naive(pattern, subject));
  }

  @Property
  void coversWhatEverySubjectOfTheOtherMatches(
      @ForAll("patterns") String wide, @ForAll("patterns") String narrow) {
    boolean covered = SUBJECTS.stream().filter(s -> naive(narrow, s)).allMatch(s -> naive(wide, s));
    // A star stands for more words than two: literals of the wide pattern cannot cover it.
    boolean claimed = SubjectPattern.of(wide).covers(SubjectPattern.of(narrow));
    if (claimed) {
      assertThat(covered).isTrue();
    }
    if (!covered) {
      assertThat(claimed).isFalse();
    }
  }

  @Property
  void overlapsWhenSomeSubjectMatchesBoth(
      @ForAll("patterns") String one, @ForAll("patterns") String other) {
    boolean shared = SUBJECTS.stream().anyMatch(s -> naive(one, s) && naive(other, s));
    assertThat(SubjectPattern.of(one).overlaps(SubjectPattern.of(other))).isEqualTo(shared);
  }

  @Property
  void aPatternCoversAndOverlapsItself(@ForAll("patterns") String pattern) {
    SubjectPattern self = SubjectPattern.of(pattern);
    assertThat(self.covers(SubjectPattern.of(pattern))).isTrue();
    assertThat(self.overlaps(SubjectPattern.of(pattern))).isTrue();
  }

  @Example
  void coversTellsPartsFromWholes() {
    assertThat(covers("a.>", "a.b")).isTrue();
    assertThat(covers("a.>", "a.*.c")).isTrue();
    assertThat(covers("a.*", "a.b")).isTrue();
    assertThat(covers("a.>", "a")).isFalse();
    assertThat(covers("a.*", "a.>")).isFalse();
    assertThat(covers("a.b", "a.*")).isFalse();
    assertThat(covers("*.b", "a.*")).isFalse();
  }

  @Example
  void aTokenThatContainsAWildcardAmongOtherCharactersIsLiteral() {
    SubjectPattern pattern = SubjectPattern.of("a.b*");
    assertThat(pattern.matches("a.b*")).isTrue();
    assertThat(pattern.matches("a.bc")).isFalse();
  }

  @Example
  void errorsNameTheSubjectAndTheReason() {
    assertThatThrownBy(() -> SubjectPattern.of("a..b"))
        .isInstanceOf(RouterException.class)
        .hasMessage("subject 'a..b' is invalid: its tokens must not be empty")
        .extracting(e -> ((RouterException) e).code())
        .isEqualTo(ErrorCode.INVALID_REQUEST);
    assertThatThrownBy(() -> SubjectPattern.requireLiteral("a.*"))
        .hasMessage("subject 'a.*' is invalid: it must be without wildcards to be published to");
  }

  @Provide
  Arbitrary<String> subjects() {
    return Arbitraries.of("a", "bb", "c")
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(tokens -> String.join(".", tokens));
  }

  @Provide
  Arbitrary<String> patterns() {
    Arbitrary<List<String>> heads = Arbitraries.of("a", "bb", "*").list().ofMinSize(0).ofMaxSize(3);
    return heads.flatMap(
        head ->
            Arbitraries.of("a", "bb", "*", ">")
                .map(
                    last -> {
                      List<String> tokens = new ArrayList<>(head);
                      tokens.add(last);
                      return String.join(".", tokens);
                    }));
  }

  private static boolean covers(String wide, String narrow) {
    return SubjectPattern.of(wide).covers(SubjectPattern.of(narrow));
  }

  /** The rules, word for word, on lists of tokens. */
  private static boolean naive(String pattern, String subject) {
    return naive(List.of(pattern.split("\\.")), List.of(subject.split("\\.")));
  }

  private static boolean naive(List<String> pattern, List<String> subject) {
    if (pattern.isEmpty() || subject.isEmpty()) {
      return pattern.isEmpty() && subject.isEmpty();
    }
    String token = pattern.get(0);
    if (token.equals(">")) {
      return true;
    }
    return (token.equals("*") || token.equals(subject.get(0)))
        && naive(pattern.subList(1, pattern.size()), subject.subList(1, subject.size()));
  }

  private static List<String> subjects(int depth, List<String> words) {
    List<String> all = new ArrayList<>(words);
    List<String> longest = words;
    for (int i = 1; i < depth; i++) {
      List<String> longer = new ArrayList<>();
      longest.forEach(s -> words.forEach(word -> longer.add(s + "." + word)));
      all.addAll(longer);
      longest = longer;
    }
    return all;
  }
}
