package beamline.router.engine.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonWriterTest {

  @Test
  void treesAreWrittenAsTheyAre() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("s", "é\"\\\n\u0000");
    tree.put("l", Long.MIN_VALUE);
    tree.put("i", 7);
    tree.put("b", new BigInteger("123456789012345678901"));
    tree.put("d", 1.5);
    tree.put("e", new BigDecimal("1.50"));
    tree.put("t", true);
    tree.put("a", List.of(1L, List.of(), Map.of()));
    tree.put("r", new RawJson("[1.50, 2]"));

    assertEquals(
        "{\"s\":\"é\\\"\\\\\\n\\u0000\",\"l\":-9223372036854775808,\"i\":7,"
            + "\"b\":123456789012345678901,\"d\":1.5,\"e\":1.50,\"t\":true,"
            + "\"a\":[1,[],{}],\"r\":[1.50, 2]}",
        JsonWriter.text(tree));
  }

  @Test
  void membersAreWrittenOneByOne() {
    byte[] bytes =
        new JsonWriter(64)
            .object()
            .member("s", "x")
            .member("l", 1L)
            .member("d", 0.5)
            .member("t", false)
            .member("o", List.of("y"))
            .object("in")
            .end()
            .array("a")
            .value("z")
            .endArray()
            .end()
            .toBytes();

    assertEquals(
        "{\"s\":\"x\",\"l\":1,\"d\":0.5,\"t\":false,\"o\":[\"y\"],\"in\":{},\"a\":[\"z\"]}",
        new String(bytes, StandardCharsets.UTF_8));
  }

  @Test
  void whatJsonCannotSayIsReplaced() {
    assertEquals(
        "[null,null,\"\uFFFDa\uFFFD😀\",null]",
        JsonWriter.text(
            Arrays.asList(Double.NaN, Float.POSITIVE_INFINITY, "\uDC00a\uD83D\uD83D\uDE00", null)));
  }
}
