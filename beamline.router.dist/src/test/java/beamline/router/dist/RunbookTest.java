package beamline.router.dist;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouterKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the documents for operators name is there under that name. */
final class RunbookTest {
  private static final Pattern METRIC =
      Pattern.compile("`((?:router|assignments|caf)_[a-z0-9_]*(?:_[a-z0-9]+))`");
  private static final Pattern STORE_ON_NATS =
      Pattern.compile("(?:policy|state)-store\\.nats\\.(.+)");
  private static final Set<String> OF_A_BUCKET =
      Set.of("manage", "bucket", "replicas", "request-timeout", "max-age", "storage");
  private static final Pattern SETTING =
      Pattern.compile(
          "`((?:intake|assignment|result|ack|usage|consumer|nats|backpressure|shutdown|admin|idempotency|dead-letter|policy-store|state-store|metrics|rbac|audit|extension)\\.[a-z-]+(?:\\.[a-z-]+)*)(?:"
              + " = [^`]*)?`");

  @ParameterizedTest
  @ValueSource(strings = {"operations.md", "nats.md", "extensions-runbook.md"})
  void metricsOfTheRunbookAreInTheReference(String document) {
    String reference = House.text(House.ROOT.resolve("docs/reference/metrics.md"));
    for (String metric : named(METRIC, document)) {
      assertThat(reference.contains(metric) || RouterKeys.find(metric).isPresent())
          .as(metric)
          .isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"operations.md", "nats.md", "admin.md", "security.md", "extensions.md"})
  void settingsOfTheRunbookExist(String document) {
    assertThat(named(SETTING, document))
        .hasSizeGreaterThan(5)
        .allSatisfy(it -> assertThat(exists(it)).as(it).isTrue());
  }

  /** Stores on NATS know how to connect, as the transport does, and a few settings of their own. */
  private static boolean exists(String setting) {
    if (RouterKeys.find(setting).isPresent()) {
      return true;
    }
    Matcher store = STORE_ON_NATS.matcher(setting);
    return store.matches()
        && (OF_A_BUCKET.contains(store.group(1))
            || RouterKeys.find("transport.nats." + store.group(1)).isPresent());
  }

  private static List<String> named(Pattern pattern, String document) {
    List<String> found = new ArrayList<>();
    Matcher matcher = pattern.matcher(House.text(House.ROOT.resolve("docs").resolve(document)));
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }
}
