package beamline.router.dist;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.admin.AdminQuestion;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document of all subjects has every subject that the code has. */
final class AsyncApiTest {
  private static final Pattern SUBJECT =
      Pattern.compile("\"((?:beamline\\.(?:router\\.v1|usage)|caf)\\.[a-z0-9_.]*[a-z0-9_])\"");
  private static final Pattern ADDRESS = Pattern.compile("(?m)^    address: (\\S+)$");

  private static final String ADMIN = "beamline.router.v1.admin.";

  @Test
  void everySubjectInTheCodeIsInTheDocument() {
    Set<String> found = new TreeSet<>();
    for (String module : new String[] {"api", "engine", "nats"}) {
      Path sources = House.ROOT.resolve("beamline.router." + module + "/src/main/java");
      House.javaFiles(sources).forEach(file -> found.addAll(matches(SUBJECT, House.text(file))));
    }
    assertThat(found).contains("beamline.router.v1.decide", "caf.exec.result.v1");
    assertThat(documented()).containsAll(found);
  }

  @Test
  void everyAdministrationSubjectOfTheDocumentIsServed() {
    assertThat(documented().stream().filter(it -> it.startsWith(ADMIN)))
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(AdminQuestion.values()).map(it -> ADMIN + it.subject()).toList());
  }

  @Test
  void deadLettersAreDocumentedForEveryMessageThatComesIn() {
    assertThat(documented())
        .contains(
            "beamline.router.v1.decide.dlq",
            "caf.exec.result.v1.dlq",
            "caf.exec.assign.v1.ack.dlq");
  }

  private static Set<String> documented() {
    return matches(ADDRESS, House.text(House.ROOT.resolve("docs/asyncapi.yaml")));
  }

  private static Set<String> matches(Pattern pattern, String text) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
