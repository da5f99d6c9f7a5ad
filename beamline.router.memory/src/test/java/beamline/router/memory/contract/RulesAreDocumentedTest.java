package beamline.router.memory.contract;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.testkit.contract.AccessStoreContract;
import beamline.router.testkit.contract.BoundedAuditSinkContract;
import beamline.router.testkit.contract.DurableAuditSinkContract;
import beamline.router.testkit.contract.DurableExtensionStoreContract;
import beamline.router.testkit.contract.EditedPolicyStoreContract;
import beamline.router.testkit.contract.ExtensionContract;
import beamline.router.testkit.contract.ExtensionSourceContract;
import beamline.router.testkit.contract.RateLimiterContract;
import beamline.router.testkit.contract.StateStoreContract;
import beamline.router.testkit.contract.TenantStoreContract;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages list exactly the rules that the contracts test, in the same words. */
class RulesAreDocumentedTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| ([A-Z]{2}-\\d\\d) \\| (.+) \\|$", Pattern.MULTILINE);

  static Stream<Arguments> pages() {
    return Stream.of(
        Arguments.of("policy-store", List.of(EditedPolicyStoreContract.class)),
        Arguments.of("rate-limiter", List.of(RateLimiterContract.class)),
        Arguments.of("access-store", List.of(AccessStoreContract.class)),
        Arguments.of("state-store", List.of(StateStoreContract.class)),
        Arguments.of(
            "audit-sink", List.of(BoundedAuditSinkContract.class, DurableAuditSinkContract.class)),
        Arguments.of("extension-store", List.of(DurableExtensionStoreContract.class)),
        Arguments.of("tenant-store", List.of(TenantStoreContract.class)),
        Arguments.of("extension", List.of(ExtensionContract.class, ExtensionSourceContract.class)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("pages")
  void pageListsTheRulesOfItsContracts(String page, List<Class<?>> contracts) throws IOException {
    assertThat(documented(page)).isEqualTo(tested(contracts));
  }

  private static Map<String, String> documented(String page) throws IOException {
    Map<String, String> rules = new TreeMap<>();
    Matcher rows = ROW.matcher(Files.readString(Path.of("../docs/spi/" + page + ".md")));
    while (rows.find()) {
      assertThat(rules.put(rows.group(1), rows.group(2)))
          .as(rows.group(1) + " is listed twice")
          .isNull();
    }
    return rules;
  }

  private static Map<String, String> tested(List<Class<?>> contracts) {
    Map<String, String> rules = new TreeMap<>();
    for (Class<?> contract : contracts) {
      for (Class<?> type = contract; type != null; type = type.getSuperclass()) {
        for (Method method : type.getDeclaredMethods()) {
          DisplayName name = method.getAnnotation(DisplayName.class);
          if (name != null) {
            rules.put(
                name.value().substring(0, "XX-00".length()),
                name.value().substring("XX-00 ".length()));
          }
        }
      }
    }
    return rules;
  }
}
