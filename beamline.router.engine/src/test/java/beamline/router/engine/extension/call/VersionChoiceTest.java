package beamline.router.engine.extension.call;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.engine.extension.registry.ExtensionRecord.Version;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VersionChoiceTest {

  @Test
  void withoutOtherVersionsTheExtensionItselfServes() {
    assertThat(chosen(Map.of())).isEqualTo("v1");
  }

  @Test
  void aVersionServesWhomAllItsRulesAreFor() {
    Version rolledOut = version("v2", Map.of("tenant_id", Set.of("acme"), "plan", Set.of("pro")));
    assertThat(chosen(Map.of("plan", "pro"), rolledOut)).isEqualTo("v2");
    assertThat(chosen(Map.of("plan", "free"), rolledOut)).isEqualTo("v1");
    assertThat(chosen(Map.of(), rolledOut)).isEqualTo("v1");
    assertThat(chosen(Map.of(), version("v2", Map.of("policy_id", Set.of("other", "default")))))
        .isEqualTo("v2");
  }

  @Test
  void whatIsNoTextIsComparedByItsText() {
    Version rolledOut = version("v2", Map.of("level", Set.of("3"), "beta", Set.of("true")));
    assertThat(chosen(Map.of("level", 3L, "beta", true), rolledOut)).isEqualTo("v2");
  }

  @Test
  void theMostSpecificServesAndAmongEqualsTheNewest() {
    Version forAll = version("all", Map.of());
    Version forTenant = version("tenant", Map.of("tenant_id", Set.of("acme")));
    Version forPolicy = version("policy", Map.of("policy_id", Set.of("default")));
    assertThat(chosen(Map.of(), forAll)).isEqualTo("all");
    assertThat(chosen(Map.of(), forTenant, forAll)).isEqualTo("tenant");
    assertThat(chosen(Map.of(), forAll, forTenant, forPolicy)).isEqualTo("policy");
    assertThat(chosen(Map.of(), forPolicy, forTenant)).isEqualTo("tenant");
  }

  @Test
  void aVersionThatIsNotEnabledServesNobody() {
    Version off = new Version("off", null, 0, 0, Map.of(), Map.of(), false, Map.of());
    assertThat(chosen(Map.of(), version("all", Map.of()), off)).isEqualTo("all");
  }

  @Test
  void aClientCannotSayWhoseRequestItIs() {
    Version others = version("v2", Map.of("tenant_id", Set.of("other")));
    assertThat(chosen(Map.of("tenant_id", "other"), others)).isEqualTo("v1");
  }

  private static Version version(String name, Map<String, Set<String>> rules) {
    return Samples.version(name, rules);
  }

  private static String chosen(Map<String, Object> context, Version... versions) {
    return VersionChoice.of(
            Samples.record(List.of(versions), List.of()), Samples.request(Map.of(), context))
        .name();
  }
}
