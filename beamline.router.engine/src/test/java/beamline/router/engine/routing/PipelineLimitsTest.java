package beamline.router.engine.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.ExtensionKeys;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.engine.flow.Providers;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStoreProvider;
import beamline.router.testkit.TestComponentContext;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many extensions policies and tenants may have. */
class PipelineLimitsTest {
  private static final RouterConfig GENEROUS =
      RouterConfig.builder()
          .set(ExtensionKeys.MAX_PIPELINE_DEPTH, 100)
          .set(ExtensionKeys.MAX_PRE_PROCESSORS, 100)
          .set(ExtensionKeys.MAX_VALIDATORS, 100)
          .set(ExtensionKeys.MAX_POST_PROCESSORS, 100)
          .set(ExtensionKeys.MAX_PER_POLICY, 100)
          .set(ExtensionKeys.MAX_PER_TENANT, 100)
          .build();

  @ParameterizedTest
  @CsvSource({
    "6, 0, 0, TOO_MANY_PRE_PROCESSORS, 'pre has 6 items, may have 5 (extension.max-pre-processors)'",
    "0, 6, 0, TOO_MANY_VALIDATORS, 'validators has 6 items, may have 5 (extension.max-validators)'",
    "0, 0, 6, TOO_MANY_POST_PROCESSORS, 'post has 6 items, may have 5 (extension.max-post-processors)'",
    "4, 4, 3, PIPELINE_TOO_DEEP, 'has 11 extensions in pre, validators and post, may have 10 (extension.max-pipeline-depth)'",
  })
  void aPolicyHasNoMoreThanItMay(
      int pre, int validators, int post, ErrorCode code, String problem) {
    String policy = policy(pre, validators, post);
    PolicyDocument document = PolicyDocument.of("acme", "default", policy);
    PolicyStore store = store();
    try (TestRouter router = new TestRouter(store)) {
      assertThatThrownBy(() -> router.policy(policy))
          .isInstanceOfSatisfying(
              InvalidPolicyException.class,
              e -> assertThat(e.problems()).map(PolicyProblem::toString).contains(problem));
      assertThat(router.engine().policies().check(document).problems())
          .map(PolicyProblem::toString)
          .contains(problem);

      store.put(document, 0, 100); // as somebody does who does not ask
      RouteRejection refusal = router.refusal(Map.of());
      assertThat(refusal.code()).isEqualTo(code);
      assertThat(refusal.message()).startsWith("policy acme/default has ");
      assertThat(router.engine().explain(TestRouter.request(Map.of()).build()).outcome())
          .isEqualTo(refusal);
      assertThat(router.engine().policies().quarantined()).isEmpty();
    }
    try (TestRouter router = new TestRouter(GENEROUS, store())) {
      router.policy(policy);
      assertThat(router.decide().providerId()).isEqualTo("a");
    }
  }

  @Test
  void differentExtensionsOfAPolicyAreCountedOnce() {
    RouterConfig config = GENEROUS.toBuilder().set(ExtensionKeys.MAX_PER_POLICY, 2).build();
    try (TestRouter router = new TestRouter(config)) {
      router.policy(policy(1, 1, 0).replace("v0", "p0"));
      router.policy(policy(1, 1, 1).replace("v0", "p0"));
      assertThatThrownBy(() -> router.policy(policy(1, 1, 1)))
          .hasMessageContaining(
              "has 3 different extensions, may have 2 (extension.max-per-policy)");
    }
  }

  @Test
  void differentExtensionsOfATenantAreCountedOverAllItsPolicies() {
    RouterConfig config = GENEROUS.toBuilder().set(ExtensionKeys.MAX_PER_TENANT, 3).build();
    try (TestRouter router = new TestRouter(config)) {
      router.policy("one", policy(2, 0, 0)).policy("two", policy(1, 1, 0));
      assertThatThrownBy(() -> router.policy("three", policy(0, 0, 1)))
          .isInstanceOfSatisfying(
              RouterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED))
          .hasMessageContaining(
              "has 4 different extensions, may have 3 (extension.max-per-tenant)");
      router.policy("three", policy(2, 1, 0));
      router.policy("one", policy(0, 0, 0)).policy("three", policy(0, 0, 0));
      router.policy("three", policy(0, 0, 1));
    }
  }

  @Test
  void aTenantThatHasTooManyMayStillChangeItsPolicies() {
    PolicyStore store = store();
    try (TestRouter router = new TestRouter(GENEROUS, store)) {
      router.policy("one", policy(3, 3, 0));
    }
    RouterConfig config = GENEROUS.toBuilder().set(ExtensionKeys.MAX_PER_TENANT, 3).build();
    try (TestRouter router = new TestRouter(config, store)) {
      router.policy("one", policy(3, 2, 0)).policy("two", policy(1, 0, 0));
      assertThatThrownBy(() -> router.policy("two", policy(4, 0, 0)))
          .hasMessageContaining("extension.max-per-tenant");
    }
  }

  private static PolicyStore store() {
    return Providers.named(PolicyStoreProvider.class, "memory")
        .create(TestComponentContext.builder().build());
  }

  private static String policy(int pre, int validators, int post) {
    return "{\"providers\":[\"a\"],\"pre\":%s,\"validators\":%s,\"post\":%s}"
        .formatted(
            items("p", pre),
            items("v", validators).replace("}", ",\"on_fail\":\"ignore\"}"),
            items("q", post));
  }

  private static String items(String prefix, int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"id\":\"" + prefix + i + "\"}")
        .collect(Collectors.joining(",", "[", "]"));
  }
}
