package beamline.router.memory.transport;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.testkit.contract.TransportContract;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class TransportRulesTest {

  @Test
  void theDocumentListsExactlyTheRulesOfTheContract() throws IOException {
    List<String> tested = new ArrayList<>();
    for (Class<?> rules = TransportContract.class; rules != null; rules = rules.getSuperclass()) {
      for (Method method : rules.getDeclaredMethods()) {
        DisplayName rule = method.getAnnotation(DisplayName.class);
        if (rule != null) {
          tested.add(rule.value());
        }
      }
    }
    String document = Files.readString(Path.of("..", "docs", "spi", "transport.md"));
    List<String> documented =
        Pattern.compile("(?m)^\\| (TR-\\d\\d) \\| (.+) \\|$")
            .matcher(document)
            .results()
            .map(TransportRulesTest::rule)
            .toList();
    assertThat(documented).isSorted().doesNotHaveDuplicates();
    assertThat(documented).containsExactlyInAnyOrderElementsOf(tested);
  }

  private static String rule(MatchResult row) {
    return row.group(1) + " " + row.group(2);
  }
}
