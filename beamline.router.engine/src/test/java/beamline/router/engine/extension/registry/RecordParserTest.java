package beamline.router.engine.extension.registry;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouterConfig;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.engine.extension.registry.ExtensionRecord.Instance;
import beamline.router.engine.extension.registry.ExtensionRecord.Kind;
import beamline.router.engine.extension.registry.ExtensionRecord.Version;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordParserTest {
  private final RecordParser parser = new RecordParser(RouterConfig.defaults());

  @Test
  void readsEveryField() {
    ExtensionRecord record =
        record(
            """
            {"id": "guard", "type": "validator", "subject": "ext.guard.v1", "timeout_ms": 50, "retry": 1,
             "enabled": false, "config": {"a": 1}, "metadata": {"m": true}, "version": "v1",
             "versions": [{"version": "v2", "subject": "ext.guard.v2", "timeout_ms": 60,
                           "routing_rules": {"tenant_id": ["acme", "zeta"], "environment": "prod", "shard": 7}}],
             "instances": [{"id": "a", "subject": "ext.guard.a", "weight": 30, "health_status": "unhealthy"}]}
            """);

    assertThat(record.kind()).isEqualTo(Kind.VALIDATOR);
    assertThat(record.enabled()).isFalse();
    assertThat(record.fault()).isNull();
    assertThat(record.own())
        .isEqualTo(
            new Version(
                "v1", "ext.guard.v1", 50, 1, Map.of("a", 1L), Map.of("m", true), false, Map.of()));
    assertThat(record.versions())
        .containsExactly(
            new Version(
                "v2",
                "ext.guard.v2",
                60,
                1,
                Map.of("a", 1L),
                Map.of("m", true),
                true,
                Map.of(
                    "tenant_id",
                    Set.of("acme", "zeta"),
                    "environment",
                    Set.of("prod"),
                    "shard",
                    Set.of("7"))));
    assertThat(record.instances())
        .containsExactly(new Instance("a", "ext.guard.a", 30, true, true));
  }

  @Test
  void hasDefaultsForAllButTheType() {
    ExtensionRecord record = record("{\"type\": \"pre\"}");

    assertThat(record.enabled()).isTrue();
    assertThat(record.own())
        .isEqualTo(new Version("v1", null, 0, 0, Map.of(), Map.of(), true, Map.of()));
    assertThat(record.versions()).isEmpty();
    assertThat(record.instances()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no JSON                                                  | cannot be read
          [1]                                                      | is an array, must be an object
          {}                                                       | type is missing, must be pre, validator, post or provider
          {"type":"guard"}                                         | type is "guard", must be pre or validator or post or provider
          {"type":"pre","id":"other"}                              | id is "other", must be "guard"
          {"type":"pre","timeout_ms":9}                            | timeout_ms is 9, must be 10 or more
          {"type":"pre","timeout_ms":5001}                         | timeout_ms is 5001, must be 5000 or less
          {"type":"pre","retry":4}                                 | retry is 4, must be 3 or less
          {"type":"pre","subject":"a.*"}                           | subject is "a.*", must be tokens
          {"type":"pre","subject":"$JS.API.INFO"}                  | subject is "$JS.API.INFO", must be tokens
          {"type":"pre","instances":[{"id":"a","subject":"s"}]}    | subject is missing
          {"type":"pre","subject":"s","instances":[{"id":"a"}]}    | instances[0].id must have an id of its own
          {"type":"pre","subject":"s","instances":[{"id":"a","subject":"s","weight":101}]} | instances[0].weight is 101, must be 100 or less
          {"type":"pre","versions":[{"subject":"s"}]}              | versions[0].version is missing
          {"type":"pre","versions":[{"version":"a"},{"version":"a"}]} | versions[1].version is "a" a second time
          {"type":"pre","versions":[{"version":"a","routing_rules":{"x":{}}}]} | versions[0].routing_rules.x is an object
          {"type":"pre","metadata":{"max_payload_size":"10"}}      | metadata.max_payload_size is "10", must be a whole number
          {"type":"pre","tiemout_ms":50}                           | tiemout_ms is unknown
          """)
  void saysWhatIsWrongAndWhere(String json, String problem) {
    assertThat(RecordParser.described(parser.problems(ExtensionDocument.of("guard", json))))
        .contains(problem);
  }

  @Test
  void overlooksWhatNobodyKnowsInADocumentThatIsStored() {
    assertThat(record("{\"type\": \"post\", \"owner\": \"team a\"}").fault()).isNull();
  }

  @Test
  void isFaultyWithEveryProblem() {
    ExtensionRecord record = record("{\"type\": \"post\", \"retry\": 9, \"timeout_ms\": 1}");

    assertThat(record.fault()).contains("retry is 9").contains("timeout_ms is 1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "a..b",
        ".a",
        "a.",
        "a b",
        "a.>",
        "*",
        "é",
        "_INBOX.x",
        "$SYS.a",
        "beamline.router.v1.decide"
      })
  void refusesSubjectsAtWhichNobodyCanBeAsked(String subject) {
    assertThat(Subject.isValid(subject)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "beamline.ext.validator.pii_guard.v1", "a-b.c$d"})
  void takesOrdinarySubjects(String subject) {
    assertThat(Subject.isValid(subject)).isTrue();
  }

  private ExtensionRecord record(String json) {
    return parser.stored(ExtensionDocument.of("guard", json));
  }
}
