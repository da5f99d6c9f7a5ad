package beamline.router.engine.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  private static final JsonLimits LIMITS = new JsonLimits(1000, 5, 20);

  @Test
  void valuesArriveAsPlainJavaTypes() throws JsonSyntaxException {
    Object value =
        read(
            "{\"s\":\"é\",\"l\":-7,\"b\":123456789012345678901,\"d\":1.50,\"t\":true,\"a\":[1,[]],\"o\":{}}");

    assertEquals(
        Map.of(
            "s",
            "é",
            "l",
            -7L,
            "b",
            new BigInteger("123456789012345678901"),
            "d",
            1.5,
            "t",
            true,
            "a",
            List.of(1L, List.of()),
            "o",
            Map.of()),
        value);
  }

  @Test
  void objectsKeepTheOrderOfTheDocument() throws JsonSyntaxException {
    Map<?, ?> value = (Map<?, ?>) read("{\"z\":1,\"a\":2,\"m\":3}");

    assertEquals(List.of("z", "a", "m"), List.copyOf(value.keySet()));
  }

  @Test
  void objectsAndArraysCannotBeChanged() throws JsonSyntaxException {
    Map<?, ?> object = (Map<?, ?>) read("{\"a\":[1]}");

    assertThrows(UnsupportedOperationException.class, object::clear);
    assertThrows(UnsupportedOperationException.class, ((List<?>) object.get("a"))::clear);
  }

  @Test
  void lastOfARepeatedKeyWinsAndIsReported() throws JsonSyntaxException {
    Heard heard = new Heard();

    assertEquals(Map.of("a", List.of(Map.of("b", 2L))), read("{\"a\":[{\"b\":1,\"b\":2}]}", heard));
    assertEquals(List.of("duplicate a[0].b"), heard.events);
  }

  @Test
  void nullsAreLeftOutAndReported() throws JsonSyntaxException {
    Heard heard = new Heard();

    assertEquals(Map.of("b", List.of(1L)), read("{\"a\":null,\"b\":[1,null]}", heard));
    assertEquals(List.of("null a", "null b[1]"), heard.events);
  }

  @Test
  void faultNamesItsPlace() {
    JsonSyntaxException fault =
        assertThrows(JsonSyntaxException.class, () -> read("{\"a\":[1,{\"k:1\":tru}]}"));

    assertEquals("a[1][\"k:1\"]", fault.path());
    assertTrue(fault.offset() > 0, () -> "offset " + fault.offset());
    assertTrue(fault.getMessage().contains("at a[1][\"k:1\"], byte"), fault::getMessage);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "null", "[", "[1", "[1,", "[1,]", "{", "{\"a\"", "{\"a\":", "{\"a\":1",
            "{\"a\":1,", "{a:1}", "'a'",
        "\"a", "tru", "NaN", "[NaN]", "Infinity", "-", "01", "1.", "1e400", "[-1e400]", "{} {}",
            "[1 2]", "// x\n1", "]"
      })
  void whatIsNotJsonIsRefused(String text) {
    assertThrows(JsonSyntaxException.class, () -> read(text));
  }

  @Test
  void invalidUtf8IsRefused() {
    byte[] bytes = {'"', (byte) 0xc3, '"'};

    assertThrows(JsonSyntaxException.class, () -> JsonReader.read(bytes, 0, bytes.length, LIMITS));
  }

  @Test
  void depthIsBounded() throws JsonSyntaxException {
    assertEquals(List.of(List.of(List.of(List.of(List.of())))), read("[[[[[]]]]]"));

    JsonSyntaxException fault = assertThrows(JsonSyntaxException.class, () -> read("[[[[[[]]]]]]"));
    assertEquals("document is nested deeper than 5", fault.problem());
  }

  @Test
  void countOfValuesIsBounded() throws JsonSyntaxException {
    assertEquals(19, ((List<?>) read("[" + "1,".repeat(18) + "1]")).size());

    JsonSyntaxException fault =
        assertThrows(JsonSyntaxException.class, () -> read("[" + "1,".repeat(19) + "1]"));
    assertEquals("document has more than 20 values", fault.problem());
  }

  @Test
  void sizeIsBoundedBeforeAnythingIsRead() throws JsonSyntaxException {
    assertEquals("x".repeat(998), read("\"" + "x".repeat(998) + "\""));

    JsonSyntaxException fault =
        assertThrows(JsonSyntaxException.class, () -> read("\"" + "x".repeat(999) + "\""));
    assertEquals("document has 1001 bytes, must be at most 1000", fault.problem());
  }

  @Test
  void onlyTheGivenSliceIsRead() throws JsonSyntaxException {
    byte[] bytes = "xx[1]yy".getBytes(StandardCharsets.UTF_8);

    assertEquals(List.of(1L), JsonReader.read(bytes, 2, 3, LIMITS));
  }

  @Test
  void pathsHideWhatWouldBreakALogLine() {
    assertEquals("a[\"b?c\"]", JsonPath.key("a", "b\nc"));
    assertEquals("a[\"" + "b".repeat(64) + "...\"]", JsonPath.key("a", "b".repeat(100)));
    assertEquals("[\"\"]", JsonPath.key("", ""));
  }

  @Test
  void utf16AndUtf32AreRefused() {
    for (String charset : List.of("UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE")) {
      byte[] bytes = "{\"a\":1}".getBytes(java.nio.charset.Charset.forName(charset));

      JsonSyntaxException refused =
          assertThrows(
              JsonSyntaxException.class, () -> JsonReader.read(bytes, 0, bytes.length, LIMITS));

      assertEquals("document is not UTF-8", refused.problem(), charset);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.50",
        "12345678901234567890",
        "1e999999999",
        "-0",
        "true",
        "\"a\\u00e9é\\\"\"",
        "[ 1 , {\"b\": 2.0}, [] ]",
        "[1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0,1,2,3,4,5,6,7,8,9,0]",
        "{}",
        "{ \"p\" : {\"p\":1} }",
        "\"\""
      })
  void chosenValuesKeepTheirText(String text) throws JsonSyntaxException {
    for (String prefix : List.of("", "\uFEFF", "xyz")) {
      byte[] bytes =
          (prefix + "{\"p\": " + text + " ,\"o\":{\"p\":" + text + "},\"q\":[{\"p\":1}]}")
              .getBytes(StandardCharsets.UTF_8);
      int offset = prefix.equals("xyz") ? 3 : 0;
      RawValues raw = (parent, name) -> name.equals("p");

      Object value = JsonReader.read(bytes, offset, bytes.length - offset, LIMITS, raw);

      RawJson kept = new RawJson(text);
      assertEquals(Map.of("p", kept, "o", Map.of("p", kept), "q", List.of(Map.of("p", 1L))), value);
    }
  }

  @Test
  void aFaultSpeaksOfTheDocumentAndNotOfTheParser() {
    byte[] bytes = "{\"providers\":[{]}".getBytes(StandardCharsets.UTF_8);

    JsonSyntaxException refused =
        assertThrows(
            JsonSyntaxException.class, () -> JsonReader.read(bytes, 0, bytes.length, LIMITS));

    assertFalse(refused.problem().contains("Source"), refused.problem());
    assertFalse(refused.problem().contains("Feature"), refused.problem());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"p\":[[[[[1]]]]]}",
        "{\"p\":[1,2",
        "{\"p\":",
        "{\"p\":[01]}",
        "{\"p\":tru}",
        "{\"p\":\"\u0001\"}"
      })
  void keptTextIsCheckedLikeEverythingElse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    assertThrows(
        JsonSyntaxException.class,
        () -> JsonReader.read(bytes, 0, bytes.length, LIMITS, (parent, name) -> true));
  }

  private static Object read(String text) throws JsonSyntaxException {
    return read(text, JsonFindings.NONE);
  }

  private static Object read(String text, JsonFindings findings) throws JsonSyntaxException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return JsonReader.read(bytes, 0, bytes.length, LIMITS, findings);
  }

  private static final class Heard implements JsonFindings {

    final List<String> events = new ArrayList<>();

    @Override
    public void duplicateKey(String path) {
      events.add("duplicate " + path);
    }

    @Override
    public void nullValue(String path) {
      events.add("null " + path);
    }
  }
}
