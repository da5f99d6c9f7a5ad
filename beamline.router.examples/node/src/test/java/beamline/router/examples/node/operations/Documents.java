package beamline.router.examples.node.operations;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What is in {@code docs} for operators, read as the tools read it. */
final class Documents {
  static final Path DOCS = docs();
  static final Path RULES = DOCS.resolve("operations/prometheus/beamline-router.rules.yml");

  private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9_]+)` \\| (\\w+) \\|");
  private static final Pattern NO_METRIC =
      Pattern.compile(
          "\"[^\"]*\"|'[^']*'|\\{[^}]*}|\\[[^]]*]"
              + "|\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w:.])[a-zA-Z_:][\\w:]*(?!\\s*\\(|\\w)");
  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "offset", "bool", "inf", "nan", "sum", "max", "min", "count");

  private Documents() {}

  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** YAML or JSON, which is YAML too. */
  static Map<String, Object> read(Path file) {
    return new Yaml(new SafeConstructor(new LoaderOptions())).load(text(file));
  }

  /** The objects of a list. */
  @SuppressWarnings("unchecked") // as the tools expect it, else the test fails here
  static List<Map<String, Object>> objects(Map<String, Object> of, String name) {
    return (List<Map<String, Object>>) of.getOrDefault(name, List.of());
  }

  /** Every rule, under the name that it records or alerts by. */
  static Map<String, Map<String, Object>> rules(String kind) {
    Map<String, Map<String, Object>> found = new LinkedHashMap<>();
    for (Map<String, Object> group : objects(read(RULES), "groups")) {
      for (Map<String, Object> rule : objects(group, "rules")) {
        if (rule.containsKey(kind)) {
          found.put(rule.get(kind).toString(), rule);
        }
      }
    }
    return found;
  }

  /** The samples that Prometheus has of the metrics of the table. */
  static Set<String> samples() {
    Set<String> found = new TreeSet<>();
    String table = text(DOCS.resolve("reference/metrics.md"));
    for (String line : table.substring(0, table.indexOf("## Not emitted")).split("\n", -1)) {
      Matcher row = ROW.matcher(line);
      if (!row.find()) {
        continue;
      }
      String metric = row.group(1);
      switch (row.group(2)) {
        case "histogram" -> addAll(found, metric, "_bucket", "_count", "_sum", "_max");
        case "summary" -> addAll(found, metric, "_count", "_sum", "_max");
        default -> found.add(metric);
      }
    }
    return found;
  }

  private static void addAll(Set<String> found, String metric, String... ends) {
    for (String end : ends) {
      found.add(metric + end);
    }
  }

  /** The metrics and recorded series that an expression reads. */
  static Set<String> series(String expression) {
    Set<String> found = new TreeSet<>();
    Matcher names = NAME.matcher(NO_METRIC.matcher(expression).replaceAll(" "));
    while (names.find()) {
      if (!WORDS.contains(names.group())) {
        found.add(names.group());
      }
    }
    return found;
  }

  private static Path docs() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("docs/reference/metrics.md"))) {
      folder = folder.getParent();
    }
    return folder.resolve("docs");
  }
}
