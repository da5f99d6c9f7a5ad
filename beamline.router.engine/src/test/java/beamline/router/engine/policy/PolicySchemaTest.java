package beamline.router.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.policy.PolicyProblem;
import beamline.router.engine.json.JsonReader;
import beamline.router.engine.json.JsonSyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The schema and the strict parser accept the same documents, but for the rules that the schema
 * says it cannot express.
 */
class PolicySchemaTest {

  private static final Pattern BEYOND_THE_SCHEMA =
      Pattern.compile("names must be distinct|must be one of the policy's providers|or left out");

  /** Both sides of every bound of the language, and something of every type and choice. */
  private static final List<Object> VALUES =
      List.of(
          JsonText.NULL,
          true,
          false,
          List.of(),
          List.of("a"),
          List.of("a", 1),
          List.of(Map.of("var", "context.a"), "a"),
          Map.of(),
          Map.of("var", "context.a"),
          Map.of("var", ""),
          Map.of("var", 1),
          Map.of("var", "x", "y", 1),
          Map.of("a", "b"),
          Map.of("name", "a"),
          Map.of("name", "a", "weight", 1),
          Map.of("id", "a"),
          Map.of("enabled", true),
          Map.of("==", List.of(1, 1)),
          Map.of("a", JsonText.NULL),
          -1,
          0,
          1,
          2,
          5,
          6,
          10,
          11,
          99,
          100,
          101,
          999,
          1000,
          1001,
          3600,
          3601,
          10_000,
          10_001,
          60_000,
          60_001,
          86_400,
          86_401,
          100_000,
          100_001,
          300_000,
          300_001,
          1_000_000,
          1_000_001,
          3_600_000,
          3_600_001,
          86_400_000,
          86_400_001,
          1_000_000_000,
          1_000_000_001,
          0.5,
          1.5,
          1.0,
          5.0,
          -0.5,
          100.5,
          1e30,
          "",
          "a",
          "a b",
          "ä",
          "a\n",
          "a".repeat(255),
          "a".repeat(256),
          "😀".repeat(255),
          "openai:gpt-4o/x",
          "10m",
          "0s",
          "010m",
          "999999h",
          "1000000s",
          "10d",
          "m",
          "10m\n",
          "1.0",
          "1",
          "1.0.0",
          "v1.0",
          "1.0\n",
          "required",
          "optional",
          "block",
          "warn",
          "ignore",
          "weighted",
          "best_score",
          "exponential",
          "linear",
          "fixed",
          "global",
          "tenant",
          "policy",
          "user",
          "5xx");

  /** Unknown keys, and aliases of keys that are there already. */
  private static final Map<String, List<Object>> ADDITIONS =
      Map.ofEntries(
          Map.entry("surprise", List.of(1)),
          Map.entry("", List.of("a")),
          Map.entry("name", List.of("a", 1)),
          Map.entry("id", List.of("a", "")),
          Map.entry("key", List.of("a", "")),
          Map.entry("ttl_ms", List.of(1, 86_400_000, 86_400_001)),
          Map.entry("ttl_sec", List.of(1)),
          Map.entry("ttl_seconds", List.of(86_400, 86_401)),
          Map.entry("latency_ms", List.of(0, 1e9)),
          Map.entry("cost", List.of(0.5, -1)),
          Map.entry("requests_per_minute", List.of(1, 0)),
          Map.entry("weight", List.of(1, "a")),
          Map.entry("weights", List.of(Map.of("a", 1), Map.of(), 1)),
          Map.entry("fallback", List.of(Map.of("provider", "a"), Map.of(), "a")),
          Map.entry("extensions", List.of(Map.of(), Map.of("pre", List.of()), Map.of("post", 1))),
          Map.entry("pre", List.of(List.of(), 1)),
          Map.entry("mode", List.of("required")),
          Map.entry("on_fail", List.of("block")),
          Map.entry("$schema", List.of("a", 1)),
          Map.entry("var", List.of("a", 1)),
          Map.entry("==", List.of(List.of(1, 1), 1)),
          Map.entry(
              "in", List.of(List.of(1, List.of(1)), List.of(1, 1), List.of(1, Map.of("var", "a")))),
          Map.entry("labels", List.of(Map.of("a", "b"), Map.of("a", 1), Map.of("", "b"))));

  private static final PolicySchema SCHEMA = new PolicySchema();

  private static final List<String> SAMPLES =
      List.of(
          "legacy_format",
          "mixed_format",
          "complex_fallbacks",
          "sticky_weights",
          "circuit_breaker",
          "extensions",
          "extensions_nested",
          "best_score",
          "everything",
          "everything_legacy");

  static Stream<String> samples() {
    return SAMPLES.stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void samplesAreAccepted(String name) {
    assertThat(SCHEMA.complaints(JsonText.of(tree(name)))).isEqualTo("[]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"everything", "everything_legacy"})
  void everyChangeInOnePlaceIsJudgedTheSame(String sample) {
    List<String> disagreements = new ArrayList<>();
    int[] judged = new int[2];
    new Mutations(VALUES, ADDITIONS)
        .forEach(
            tree(sample),
            changed -> {
              judged[compare(changed, disagreements) ? 1 : 0]++;
            });

    assertThat(disagreements).isEmpty();
    assertThat(judged[0]).as("refused").isGreaterThan(100);
    assertThat(judged[1]).as("accepted").isGreaterThan(100);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void severalChangesAreJudgedTheSame(String sample) {
    Random random = new Random(20_261_124);
    List<String> disagreements = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Object changed = tree(sample);
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        changed = randomly(changed, random);
      }
      compare(changed, disagreements);
    }

    assertThat(disagreements).isEmpty();
  }

  @Test
  void lengthsOfListsAreJudgedTheSame() {
    edge(n -> Map.of("providers", names(n)), 1, 1000);
    edge(n -> Map.of("weights", numbered(n, 1)), 1, 1000);
    edge(
        n ->
            Map.of(
                "providers",
                List.of("a"),
                "fallbacks",
                IntStream.range(0, n).mapToObj(i -> Map.of()).toList()),
        1,
        1000);
    edge(
        n ->
            Map.of(
                "providers",
                List.of("a"),
                "fallback",
                Map.of("provider", "a", "conditions", names(n))),
        0,
        100);
    edge(n -> Map.of("providers", List.of(Map.of("name", "a", "labels", numbered(n, "x")))), 0, 64);
    edge(
        n -> Map.of("providers", List.of("a"), "constraints", Map.of("labels", numbered(n, "x"))),
        0,
        64);
    for (String list : List.of("pre", "validators", "post")) {
      edge(n -> Map.of("providers", List.of("a"), list, extensions(n)), 0, 1000);
      edge(
          n -> Map.of("providers", List.of("a"), "extensions", Map.of(list, extensions(n))),
          0,
          1000);
    }
  }

  private interface Sized {
    Map<String, Object> of(int size);
  }

  private static void edge(Sized document, int least, int most) {
    for (int size : new int[] {least - 1, least, most, most + 1}) {
      if (size >= 0) {
        String json = JsonText.of(document.of(size));
        boolean right = size >= least && size <= most;
        assertThat(SCHEMA.accepts(json)).as("schema, %d in %.60s", size, json).isEqualTo(right);
        assertThat(strictAccepts(json)).as("parser, %d in %.60s", size, json).isEqualTo(right);
      }
    }
  }

  private static List<Object> names(int count) {
    return IntStream.range(0, count).<Object>mapToObj(i -> "p" + i).toList();
  }

  private static Map<String, Object> numbered(int count, Object value) {
    Map<String, Object> members = new LinkedHashMap<>();
    names(count).forEach(name -> members.put((String) name, value));
    return members;
  }

  private static List<Object> extensions(int count) {
    return IntStream.range(0, count).<Object>mapToObj(i -> Map.of("id", "e" + i)).toList();
  }

  private static Object randomly(Object document, Random random) {
    List<Object> all = new ArrayList<>();
    List<Object> value = List.of(VALUES.get(random.nextInt(VALUES.size())));
    new Mutations(value, ADDITIONS).forEach(document, all::add);
    return all.get(random.nextInt(all.size()));
  }

  /** Whether both accept; a disagreement is noted. */
  private static boolean compare(Object document, List<String> disagreements) {
    String json = JsonText.of(document);
    boolean schema = SCHEMA.accepts(json);
    boolean parser = strictAccepts(json);
    if (schema != parser && disagreements.size() < 10) {
      String why = schema ? Samples.strict(json).problems().toString() : SCHEMA.complaints(json);
      disagreements.add(
          (schema ? "only the schema accepts " : "only the parser accepts ") + json + ": " + why);
    }
    return schema && parser;
  }

  private static boolean strictAccepts(String json) {
    for (PolicyProblem problem : Samples.strict(json).problems()) {
      if (!BEYOND_THE_SCHEMA.matcher(problem.message()).find()) {
        return false;
      }
    }
    return true;
  }

  private static Object tree(String sample) {
    byte[] json = Samples.bytes(sample);
    try {
      return JsonReader.read(json, 0, json.length, PolicyLimits.DOCUMENT);
    } catch (JsonSyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
