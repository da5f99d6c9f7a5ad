package beamline.router.examples.node.operations;

import static beamline.router.examples.node.operations.Documents.objects;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ErrorCode;
import beamline.router.testkit.server.PrometheusServer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules that Prometheus loads, as its own tool sees them, and what they must have. */
class RulesTest {
  private static final Path TESTS =
      Documents.RULES.resolveSibling("beamline-router.rules.test.yml");
  private static final Set<String> OF_PROMETHEUS = Set.of("up");
  private static final Pattern REFUSED =
      Pattern.compile("router_decide_rejected_total\\{[^}]*\\breason=~?\"([^\"]*)\"");

  @Test
  void eachAlertFiresAndIsSilentWhereItShould() throws Exception {
    assertThat(PrometheusServer.promtool("check", "rules", Documents.RULES.toString()))
        .contains("SUCCESS");
    assertThat(PrometheusServer.promtool("test", "rules", TESTS.toString())).contains("SUCCESS");
  }

  @Test
  void eachAlertIsTestedToFireAndToBeSilent() {
    Set<String> firing = new HashSet<>();
    Set<String> silent = new HashSet<>();
    for (Map<String, Object> test : objects(Documents.read(TESTS), "tests")) {
      for (Map<String, Object> alert : objects(test, "alert_rule_test")) {
        boolean fires = !objects(alert, "exp_alerts").isEmpty();
        (fires ? firing : silent).add(alert.get("alertname").toString());
      }
    }
    Set<String> alerts = Documents.rules("alert").keySet();
    assertThat(alerts).hasSizeGreaterThan(20);
    assertThat(firing).containsExactlyInAnyOrderElementsOf(alerts);
    assertThat(silent).containsExactlyInAnyOrderElementsOf(alerts);
  }

  @Test
  void everyMetricOfARuleIsInTheTable() {
    Set<String> known = new HashSet<>(Documents.samples());
    known.addAll(OF_PROMETHEUS);
    known.addAll(Documents.rules("record").keySet());
    for (String kind : List.of("record", "alert")) {
      Documents.rules(kind)
          .forEach(
              (name, rule) ->
                  assertThat(known)
                      .as(name)
                      .containsAll(Documents.series(rule.get("expr").toString())));
    }
  }

  @Test
  void everyReasonOfARefusalIsOneThatTheRouterGives() {
    List<String> known = Stream.of(ErrorCode.values()).map(ErrorCode::reason).toList();
    for (Path file : List.of(Documents.RULES, TESTS)) {
      Matcher refused = REFUSED.matcher(Documents.text(file));
      Set<String> found = new HashSet<>();
      while (refused.find()) {
        found.addAll(List.of(refused.group(1).split("\\|", -1)));
      }
      assertThat(found).as(file.toString()).contains("no_provider_available");
      assertThat(known).as(file.toString()).containsAll(found);
    }
  }

  @Test
  void eachRunbookIsThatOfOneAlert() {
    String runbooks = Documents.text(Documents.DOCS.resolve("operations/runbooks.md"));
    assertThat(runbooks.lines().filter(line -> line.startsWith("## ")))
        .containsExactlyInAnyOrderElementsOf(
            Documents.rules("alert").keySet().stream().map(name -> "## " + name).toList());
  }

  @Test
  void eachAlertSaysHowBadItIsAndWhatToDo() {
    Documents.rules("alert")
        .forEach(
            (name, rule) -> {
              assertThat(map(rule, "labels").get("severity"))
                  .as(name)
                  .isIn("critical", "warning", "info");
              assertThat(map(rule, "annotations"))
                  .as(name)
                  .containsKeys("summary", "description")
                  .containsEntry(
                      "runbook_url",
                      "docs/operations/runbooks.md#" + name.toLowerCase(Locale.ROOT));
            });
  }

  @Test
  void namesOfSeriesAreFoundInExpressions() {
    assertThat(
            Documents.series(
                "sum by (job, le) (rate(a_total{le=\"x y\", n=~'z'}[5m] offset 10m)) / on (job)"
                    + " job:b:rate5m > 14.4 * 0.001 and c unless max(d) == 1e3"))
        .containsExactlyInAnyOrder("a_total", "job:b:rate5m", "c", "d");
  }

  @SuppressWarnings("unchecked") // as Prometheus expects it, which promtool has checked
  private static Map<String, Object> map(Map<String, Object> of, String name) {
    return (Map<String, Object>) of.get(name);
  }
}
