package beamline.router.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ConditionPropertyTest {

  private static final Map<String, Condition> COMPARISONS =
      Map.of(
          "==", comparison("=="),
          "!=", comparison("!="),
          "<", comparison("<"),
          "<=", comparison("<="),
          ">", comparison(">"),
          ">=", comparison(">="));

  @Property
  void numbersCompareAsTheExactDecimalsDo(
      @ForAll("numbers") Number a, @ForAll("numbers") Number b) {
    int order = new BigDecimal(a.toString()).compareTo(new BigDecimal(b.toString()));

    assertThat(holds("==", a, b)).isEqualTo(order == 0);
    assertThat(holds("!=", a, b)).isEqualTo(order != 0);
    assertThat(holds("<", a, b)).isEqualTo(order < 0);
    assertThat(holds("<=", a, b)).isEqualTo(order <= 0);
    assertThat(holds(">", a, b)).isEqualTo(order > 0);
    assertThat(holds(">=", a, b)).isEqualTo(order >= 0);
  }

  @Example
  void aDoubleIsTheDecimalThatIsWrittenForIt() {
    assertThat(holds("==", 0.01, new BigDecimal("0.01"))).isTrue();
    assertThat(holds("<", new BigDecimal("0.010000000000000000001"), 0.01)).isFalse();
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void equalityIsSymmetricAndOppositeOfInequality(
      @ForAll("values") Object a, @ForAll("values") Object b) {
    assertThat(holds("==", a, b)).isEqualTo(holds("==", b, a));
    assertThat(holds("!=", a, b)).isEqualTo(!holds("==", a, b));
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void everyValueEqualsItself(@ForAll("values") Object value) {
    assertThat(holds("==", value, value)).isTrue();
    assertThat(holds("<", value, value)).isFalse();
  }

  @Property
  void orderAcrossTypesIsAlwaysFalse(
      @ForAll("numbers") Number number, @ForAll String text, @ForAll boolean flag) {
    for (String operator : List.of("<", "<=", ">", ">=")) {
      assertThat(holds(operator, number, text)).isFalse();
      assertThat(holds(operator, text, flag)).isFalse();
      assertThat(holds(operator, flag, number)).isFalse();
    }
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void anyDocumentCompilesAndTestsWithoutThrowing(
      @ForAll("values") Object when, @ForAll("values") Object a, @ForAll("values") Object b) {
    Condition condition = new ConditionParser(new Findings(true)).parse(when, "when");

    condition.test(Map.of("a", a, "b", b, "status", b));
    condition.test(Map.of());
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void severalKeysAreTheConjunctionOfEach(@ForAll("values") Object a, @ForAll("values") Object b) {
    Map<String, Object> context = Map.of("a", a, "b", 1L);
    boolean each = parse(Map.of("a", a)).test(context) && parse(Map.of("b", b)).test(context);

    assertThat(parse(Map.of("a", a, "b", b)).test(context)).isEqualTo(each);
  }

  @Provide
  Arbitrary<Number> numbers() {
    return Arbitraries.oneOf(
        Arbitraries.longs().map(n -> (Number) n),
        Arbitraries.integers().map(n -> (Number) n),
        Arbitraries.doubles().map(n -> (Number) n),
        Arbitraries.longs().map(n -> (Number) (double) n),
        Arbitraries.bigIntegers()
            .between(BigInteger.TEN.pow(25).negate(), BigInteger.TEN.pow(25))
            .map(n -> n),
        Arbitraries.bigDecimals().map(n -> n));
  }

  @Provide
  Arbitrary<Object> values() {
    Arbitrary<Object> scalar =
        Arbitraries.oneOf(
            numbers().map(n -> n),
            Arbitraries.of(true, false),
            Arbitraries.strings().ofMaxLength(4).map(s -> s),
            Arbitraries.of("timeout", "context.a", "5xx", "503"));
    Arbitrary<String> keys = Arbitraries.of("==", "!=", "<", "in", "var", "a", "b", "status");
    return Arbitraries.lazyOf(
        () -> scalar,
        () -> scalar,
        () -> values().list().ofMaxSize(3).map(l -> (Object) l),
        () -> Arbitraries.maps(keys, values()).ofMaxSize(2).map(m -> (Object) m));
  }

  private static boolean holds(String operator, Object a, Object b) {
    return COMPARISONS.get(operator).test(Map.of("a", a, "b", b));
  }

  private static Condition comparison(String operator) {
    return parse(Map.of(operator, List.of(Map.of("var", "context.a"), Map.of("var", "context.b"))));
  }

  private static Condition parse(Map<String, Object> when) {
    return new ConditionParser(new Findings(false)).parse(when, "when");
  }
}
