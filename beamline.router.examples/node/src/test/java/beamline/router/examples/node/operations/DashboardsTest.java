package beamline.router.examples.node.operations;

import static beamline.router.examples.node.operations.Documents.objects;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.testkit.server.PrometheusServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dashboards: that they can be imported, and show what there is. */
class DashboardsTest {
  private static final Path FOLDER = Documents.DOCS.resolve("operations/grafana");
  private static final String SOURCE = "${datasource}";

  @TempDir private Path folder;

  @Test
  void thereIsOneForEachConcern() throws IOException {
    assertThat(files())
        .extracting(file -> file.getFileName().toString())
        .containsExactlyInAnyOrder(
            "overview.json",
            "tenants.json",
            "providers.json",
            "nats.json",
            "extensions.json",
            "audit.json");
  }

  @Test
  void everyPanelHasAnIdAUnitADescriptionAndTheChosenSource() throws IOException {
    for (Path file : files()) {
      Set<Object> ids = new HashSet<>();
      assertThat(Documents.read(file)).containsKeys("uid", "title", "description");
      for (Map<String, Object> panel : panels(file)) {
        assertThat(ids.add(panel.get("id"))).as("%s: the id of %s", file, panel).isTrue();
        assertThat(panel).as("%s", file).containsKeys("title", "gridPos");
        assertThat(panel.get("description").toString()).as("%s", panel).isNotBlank();
        assertThat(panel.get("datasource").toString()).contains(SOURCE);
        assertThat(panel.get("fieldConfig").toString()).contains("unit=");
        assertThat(objects(panel, "targets")).as("%s", panel).isNotEmpty();
      }
      assertThat(Documents.read(file).get("templating").toString())
          .contains("name=datasource", "type=datasource");
    }
  }

  @Test
  void everyMetricOfAPanelIsInTheTable() throws IOException {
    Set<String> known = new HashSet<>(Documents.samples());
    known.add("up");
    known.addAll(Documents.rules("record").keySet());
    for (Path file : files()) {
      for (String expression : expressions(file)) {
        Set<String> series = Documents.series(expression);
        assertThat(series).as("%s: %s", file, expression).isNotEmpty();
        assertThat(known).as("%s: %s", file, expression).containsAll(series);
      }
    }
  }

  @Test
  void everyExpressionIsOneForPrometheus() throws IOException {
    StringBuilder rules = new StringBuilder("groups:\n  - name: dashboards\n    rules:\n");
    int count = 0;
    for (Path file : files()) {
      for (String expression : expressions(file)) {
        rules
            .append("      - record: panel:")
            .append(count++)
            .append(":expression\n        expr: '")
            .append(expression.replace("'", "''"))
            .append("'\n");
      }
    }
    Path generated = Files.writeString(folder.resolve("dashboards.yml"), rules);
    assertThat(PrometheusServer.promtool("check", "rules", generated.toString()))
        .contains(count + " rules found");
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  private static List<Map<String, Object>> panels(Path file) {
    return objects(Documents.read(file), "panels").stream()
        .filter(panel -> !panel.get("type").equals("row"))
        .toList();
  }

  /** With what Grafana puts in the place of its variables. */
  private static List<String> expressions(Path file) {
    List<String> found = new ArrayList<>();
    for (Map<String, Object> panel : panels(file)) {
      for (Map<String, Object> target : objects(panel, "targets")) {
        found.add(
            target
                .get("expr")
                .toString()
                .replace("$__rate_interval", "5m")
                .replaceAll("\\$(?:job|instance|tenant)\\b", ".*"));
      }
    }
    return found;
  }
}
