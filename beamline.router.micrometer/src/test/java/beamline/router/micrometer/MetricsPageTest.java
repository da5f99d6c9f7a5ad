package beamline.router.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** With {@code -Ddocs.write=true} the page is written; in any case it must be up to date. */
class MetricsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "reference", "metrics.md");

  @Test
  void thePageOfMetricsIsUpToDate() throws IOException {
    String page = page();
    if (Boolean.getBoolean("docs.write")) {
      Files.createDirectories(PAGE.getParent());
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE)
        .as(
            "run: ./mvnw -q test -pl beamline.router.micrometer -am -Dtest=MetricsPageTest"
                + " -Ddocs.write=true -Dsurefire.failIfNoSpecifiedTests=false")
        .content()
        .isEqualTo(page);
  }

  private static String page() {
    return """
        # Metrics

        Generated from the tables in `beamline.router.micrometer`; do not edit. The names are those that Prometheus shows.

        No label carries an id of a request, session, worker or user. A tenant appears under its name only when it is on the
        allow-list (`telemetry.micrometer.tenant-label-allowlist`); everything beyond a label's maximum is `other`. The counters
        without labels are there from the start with 0, so that alert rules can divide one by the other.

        """
        + table("Decisions, policies, breakers, extensions", RouterMetric.values())
        + table("Messages", FlowMetric.values())
        + table("Connection to the message bus", TransportMetric.values()).stripTrailing()
        + "\n";
  }

  private static String table(String title, Metric[] metrics) {
    return Arrays.stream(metrics)
        .map(MetricsPageTest::row)
        .collect(
            Collectors.joining(
                "\n",
                "## "
                    + title
                    + "\n\n| Metric | Kind | Labels | What it tells |\n|---|---|---|---|\n",
                "\n\n"));
  }

  private static String row(Metric metric) {
    boolean complete =
        metric.kind() != Metric.Kind.COUNTER || metric.metricName().endsWith("_total");
    String labels =
        metric.labels().stream().map(it -> "`" + it + "`").collect(Collectors.joining(", "));
    return "| `%s%s` | %s | %s | %s |"
        .formatted(
            metric.metricName(),
            complete ? "" : "_total",
            metric.kind().name().toLowerCase(Locale.ROOT),
            labels,
            metric.description());
  }
}
