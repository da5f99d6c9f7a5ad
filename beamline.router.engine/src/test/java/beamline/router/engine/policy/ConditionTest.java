package beamline.router.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.policy.PolicyProblem;
import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonSyntaxException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConditionTest {

  private static final Map<String, Object> CONTEXT =
      Map.ofEntries(
          Map.entry("status", "timeout"),
          Map.entry("code", 503L),
          Map.entry("codeText", "503"),
          Map.entry("n", 1L),
          Map.entry("x", 2.5),
          Map.entry("big", new BigInteger("9007199254740993")),
          Map.entry("decimal", new BigDecimal("2.50")),
          Map.entry("on", true),
          Map.entry("tags", List.of("a", 2L)),
          Map.entry("payload", Map.of("tokens", 1200L, "user", Map.of("tier", "gold"))));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'status':'timeout'}",
        "{'status':['timeout','5xx']}",
        "{'status':['5xx','timeout'],'n':1}",
        "{'n':1.0}",
        "{'x':2.5}",
        "{'decimal':2.5}",
        "{'big':9007199254740993}",
        "{'on':true}",
        "{'tags':['x',['a',2.0]]}",
        "{'payload':{'tokens':1200,'user':{'tier':'gold'}}}",
        "{'code':'5xx'}",
        "{'code':['4xx','5xx']}",
        "{'codeText':'5xx'}",
        "{'==':[{'var':'context.n'},1]}",
        "{'==':[1,{'var':'n'}]}",
        "{'==':[{'var':'context.payload.user.tier'},'gold']}",
        "{'==':[{'var':'context.code'},'5xx']}",
        "{'==':[1,1.0]}",
        "{'==':[{'var':'context.tags'},['a',2]]}",
        "{'!=':[{'var':'context.n'},2]}",
        "{'!=':[{'var':'context.n'},'1']}",
        "{'!=':[{'var':'context.missing'},1]}",
        "{'!=':[{'var':'context.missing'},{'var':'context.missing'}]}",
        "{'!=':[{'var':'context.code'},'4xx']}",
        "{'>':[{'var':'context.payload.tokens'},1000]}",
        "{'>=':[{'var':'context.x'},{'var':'context.decimal'}]}",
        "{'<=':[{'var':'context.x'},2.5]}",
        "{'<':[{'var':'context.n'},{'var':'context.x'}]}",
        "{'<':['a','b']}",
        "{'>':[{'var':'context.big'},9007199254740992.0]}",
        "{'in':[{'var':'context.status'},['x','timeout']]}",
        "{'in':[{'var':'context.code'},['5xx']]}",
        "{'in':['a',{'var':'context.tags'}]}",
        "{'in':[2.0,{'var':'context.tags'}]}",
      })
  void holds(String when) {
    assertThat(compile(when).test(CONTEXT)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'status':'5xx'}",
        "{'status':[]}",
        "{'missing':'timeout'}",
        "{'missing':'5xx'}",
        "{'status':'timeout','n':2}",
        "{'n':'1'}",
        "{'on':'true'}",
        "{'on':1}",
        "{'code':'4xx'}",
        "{'code':503.5}",
        "{'codeText':503}",
        "{'x':'2xx'}",
        "{'tags':'a'}",
        "{'payload':{'tokens':1200}}",
        "{'==':[{'var':'context.missing'},{'var':'context.missing'}]}",
        "{'==':[{'var':'context.status.a'},'timeout']}",
        "{'==':[{'var':'context'},1]}",
        "{'!=':[1,1.0]}",
        "{'>':[{'var':'context.status'},1]}",
        "{'<':[{'var':'context.status'},1]}",
        "{'>':[{'var':'context.on'},0]}",
        "{'<=':[{'var':'context.missing'},1]}",
        "{'>=':[true,true]}",
        "{'>':['10',9]}",
        "{'>':[{'var':'context.code'},'4xx']}",
        "{'==':[{'var':'context.big'},9007199254740992]}",
        "{'in':['timeout','timeout']}",
        "{'in':[{'var':'context.missing'},['a']]}",
        "{'in':['a',{'var':'context.missing'}]}",
        "{'in':['a',{'var':'context.status'}]}",
        "7",
        "[]",
        "'always'",
        "true",
      })
  void doesNotHold(String when) {
    assertThat(compile(when).test(CONTEXT)).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "7 | when is 7, must be an object",
        "[] | when is an array, must be an object",
        "{'==':1} | when[\"==\"] is 1, must be an array of two operands",
        "{'>':[1]} | when[\">\"] is an array, must be an array of two operands",
        "{'<':[1,2,3]} | when[\"<\"] is an array, must be an array of two operands",
        "{'in':['a','a']} | when.in[1] is \"a\", must be an array or a var",
        "{'==':[{'var':1},1]} | when[\"==\"][0] is an object, must be {\"var\": \"context.…\"} and nothing else",
        "{'==':[1,{'var':'a','b':1}]} | when[\"==\"][1] is an object, must be {\"var\": \"context.…\"} and nothing else",
      })
  void malformedConditionIsAWarningInLenientModeAndAProblemInStrictMode(String when, String found) {
    Findings lenient = new Findings(false);
    Findings strict = new Findings(true);
    compile(when, lenient);
    compile(when, strict);

    assertThat(lenient.problems()).isEmpty();
    assertThat(lenient.warnings()).extracting(PolicyProblem::toString).containsExactly(found);
    assertThat(strict.problems()).extracting(PolicyProblem::toString).containsExactly(found);
  }

  @ParameterizedTest
  @CsvSource({"99, false", "100, true", "199, true", "199.9, true", "200, false"})
  void classHoldsExactlyItsHundred(double status, boolean holds) {
    assertThat(compile("{'status':'1xx'}").test(Map.of("status", status))).isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(strings = {"50x", "5000", "503 ", "5x3", "５03", ""})
  void textThatIsNoStatusIsInNoClass(String status) {
    assertThat(compile("{'status':'5xx'}").test(Map.of("status", status))).isFalse();
  }

  @Test
  void classTokenEqualsItself() {
    assertThat(compile("{'status':'5xx'}").test(Map.of("status", "5xx"))).isTrue();
    assertThat(compile("{'status':['6xx']}").test(Map.of("status", "6xx"))).isTrue();
    assertThat(compile("{'status':['6xx']}").test(Map.of("status", 600L))).isFalse();
  }

  @Test
  void numbersOfEveryTypeCompareByValue() {
    Condition one = compile("{'v':1}");
    List<Number> ones =
        List.of(
            1,
            1L,
            (short) 1,
            (byte) 1,
            1f,
            1d,
            BigInteger.ONE,
            new BigDecimal("1.000"),
            new AtomicInteger(1));

    for (Number number : ones) {
      assertThat(one.test(Map.of("v", number))).as(number.getClass().getName()).isTrue();
    }
  }

  @Test
  void specialDoublesHaveNoSurprises() {
    Condition equal = compile("{'==':[{'var':'a'},{'var':'b'}]}");
    Condition less = compile("{'<':[{'var':'a'},{'var':'b'}]}");

    assertThat(equal.test(Map.of("a", Double.NaN, "b", Double.NaN))).isFalse();
    assertThat(equal.test(Map.of("a", 0.0, "b", -0.0))).isTrue();
    assertThat(less.test(Map.of("a", new BigDecimal("1e400"), "b", Double.POSITIVE_INFINITY)))
        .isFalse();
    assertThat(less.test(Map.of("a", Long.MAX_VALUE, "b", 9.3e18))).isTrue();
    assertThat(less.test(Map.of("a", Double.NEGATIVE_INFINITY, "b", Long.MIN_VALUE))).isTrue();
  }

  @Test
  void mapsThatCannotBeAskedDoNotThrow() {
    Map<Integer, Object> numbered = new TreeMap<>(Map.of(1, "a"));

    assertThat(compile("{'==':[{'var':'context.m.x'},1]}").test(Map.of("m", numbered))).isFalse();
    assertThat(compile("{'m':{'x':1}}").test(Map.of("m", numbered))).isFalse();
  }

  @Test
  void dotsMayBeAnywhereInAVar() {
    assertThat(compile("{'==':[{'var':'..'},1]}").test(CONTEXT)).isFalse();
    assertThat(compile("{'==':[{'var':'context.context'},1]}").test(Map.of("context", 1L)))
        .isTrue();
    assertThat(compile("{'==':[{'var':''},1]}").test(CONTEXT)).isFalse();
  }

  static Condition compile(String when) {
    return compile(when, new Findings(false));
  }

  private static Condition compile(String when, Findings findings) {
    byte[] json = when.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    try {
      Object value = JsonReader.read(json, 0, json.length, PolicyLimits.DOCUMENT);
      return new ConditionParser(findings).parse(value, "when");
    } catch (JsonSyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
