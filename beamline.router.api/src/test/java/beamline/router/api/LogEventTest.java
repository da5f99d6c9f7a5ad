package beamline.router.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Looks at the sources of everything that logs: the table and the log statements belong together.
 */
class LogEventTest {
  private static final Path PROJECT = Path.of("..");
  private static final Pattern LINE = Pattern.compile("\\b(LOG|log)\\.at(Info|Warn|Error)\\(\\)");
  private static final Pattern WITHOUT_PAIRS =
      Pattern.compile("\\bLOG(\\.|::)(info|warn|error)\\b|\\bLOG\\.atLevel\\b");
  private static final Pattern EVENT = Pattern.compile("\\bLogEvent\\.([A-Z_]{4,})\\b");

  /** The statement may hand its line on, with the event or to a method that adds it. */
  private static final Pattern WITH_EVENT =
      Pattern.compile("addKeyValue\\(\\s*LogEvent\\.KEY|LogEvent\\.[A-Z_]{4,}");

  private static final Map<Path, String> SOURCES = sources();

  @Test
  void theSourcesAreLookedAt() {
    assertThat(SOURCES.values().stream().filter(it -> LINE.matcher(it).find()))
        .hasSizeGreaterThan(40);
  }

  @Test
  void everyLineAtInfoAndAboveHasItsEvent() {
    List<String> without = new ArrayList<>();
    SOURCES.forEach(
        (path, source) -> {
          WITHOUT_PAIRS
              .matcher(source)
              .results()
              .forEach(it -> without.add(path + ": " + it.group()));
          LINE.matcher(source)
              .results()
              .map(it -> statement(source, it))
              .filter(it -> !WITH_EVENT.matcher(it).find())
              .forEach(it -> without.add(path + ": " + it));
        });
    assertThat(without).isEmpty();
  }

  @Test
  void everyLineHasTheLevelOfItsEvent() {
    List<String> other = new ArrayList<>();
    SOURCES.forEach(
        (path, source) ->
            LINE.matcher(source)
                .results()
                .forEach(
                    line ->
                        EVENT
                            .matcher(statement(source, line))
                            .results()
                            .map(it -> LogEvent.valueOf(it.group(1)))
                            .filter(it -> !level(it).equals(line.group(2)))
                            .forEach(it -> other.add(path + ": " + it + " at " + line.group(2)))));
    assertThat(other).isEmpty();
  }

  @Test
  void everyEventIsLogged() {
    String all = String.join("\n", SOURCES.values());
    List<LogEvent> logged =
        EVENT.matcher(all).results().map(it -> LogEvent.valueOf(it.group(1))).distinct().toList();
    assertThat(logged).containsExactlyInAnyOrder(LogEvent.values());
  }

  @Test
  void everyWarningAndErrorSaysWhatToDo() {
    assertThat(Arrays.stream(LogEvent.values()))
        .allSatisfy(
            event -> {
              assertThat(event.meaning()).endsWith(".");
              assertThat(event.action()).endsWith(".");
            });
  }

  private static String level(LogEvent event) {
    return switch (event.level()) {
      case INFO -> "Info";
      case WARNING -> "Warn";
      case ERROR -> "Error";
      default -> "none";
    };
  }

  private static String statement(String source, MatchResult line) {
    return source.substring(line.start(), source.indexOf(';', line.end()));
  }

  private static Map<Path, String> sources() {
    try (Stream<Path> modules = Files.list(PROJECT)) {
      List<Path> folders =
          Stream.concat(modules, Stream.of(PROJECT.resolve("beamline.router.examples/node")))
              .map(it -> it.resolve("src/main/java"))
              .filter(Files::isDirectory)
              .toList();
      return folders.stream()
          .flatMap(LogEventTest::files)
          .filter(it -> !it.endsWith("LogEvent.java"))
          .collect(Collectors.toMap(it -> it, LogEventTest::read, (a, b) -> a, TreeMap::new));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(it -> it.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
