package beamline.router.engine.policies;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ErrorCode;
import beamline.router.api.ExecutionReport;
import beamline.router.api.Explanation;
import beamline.router.api.RouteOutcome;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.policy.PolicyDocument;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One tenant's policies serve tenants that have none of that name. */
class FallbackTenantTest {
  private RouterEngine router;

  private void start(String... settings) {
    RouterConfig.Builder config = RouterConfig.builder();
    for (int i = 0; i < settings.length; i += 2) {
      config.set(settings[i], settings[i + 1]);
    }
    router = RouterEngine.builder().config(config.build()).build();
  }

  @AfterEach
  void stop() {
    router.close();
  }

  private PolicyDocument put(String tenant, String providers) {
    return router
        .policies()
        .put(PolicyDocument.of(tenant, "default", providers.replace('\'', '"')));
  }

  private RouteOutcome ask(String tenant) {
    return router.decide(RouteRequest.builder(tenant, "text.generate").build());
  }

  private String provider(String tenant) {
    return ask(tenant).orThrow().providerId();
  }

  private static ErrorCode code(RouteOutcome outcome) {
    return outcome instanceof RouteRejection rejection ? rejection.code() : null;
  }

  @Test
  void withoutOneATenantWithoutAPolicyIsRefused() {
    start();
    put("everybody", "{'providers':[{'name':'a','weight':1}]}");
    assertThat(code(ask("acme"))).isEqualTo(ErrorCode.POLICY_NOT_FOUND);
  }

  @Test
  void itsPoliciesServeWhoHasNone() {
    start("policy.fallback-tenant", "everybody");
    PolicyDocument first = put("everybody", "{'providers':[{'name':'a','weight':1}]}");
    PolicyDocument own = put("globex", "{'providers':[{'name':'own','weight':1}]}");
    assertThat(provider("acme")).isEqualTo("a");
    assertThat(provider("globex")).isEqualTo("own");
    router
        .policies()
        .put(
            new PolicyDocument(
                first.key(), first.json().replace("\"a\"", "\"b\""), 1, first.updatedAt()));
    assertThat(provider("acme")).isEqualTo("b");
    router.policies().delete(own.key(), own.revision());
    assertThat(provider("globex")).isEqualTo("b");
    put("acme", "{'providers':[{'name':'mine','weight':1}]}");
    assertThat(provider("acme")).isEqualTo("mine");
    assertThat(code(ask("no id at all"))).isEqualTo(ErrorCode.POLICY_NOT_FOUND);
  }

  @Test
  void limitsAndBreakersStayThoseOfTheTenantThatIsServed() {
    start("policy.fallback-tenant", "everybody");
    put(
        "everybody",
        "{'providers':[{'name':'a','weight':1}],"
            + "'circuit_breaker':{'enabled':true,'failure_threshold':1},"
            + "'rate_limit':{'enabled':true,'requests_per_second':1,'burst':3,'scope':'tenant'}}");
    router.report(ExecutionReport.builder("acme", "a", ExecutionReport.Status.ERROR).build());
    assertThat(ask("acme")).isNotInstanceOf(RouteRejection.class);
    router.report(ExecutionReport.builder("acme", "a", ExecutionReport.Status.ERROR).build());
    assertThat(ask("acme")).isInstanceOf(RouteRejection.class);
    IntStream.range(0, 3).forEach(i -> assertThat(provider("globex")).isEqualTo("a"));
    assertThat(code(ask("globex"))).isEqualTo(ErrorCode.RATE_LIMIT_EXCEEDED);
    assertThat(provider("initech")).isEqualTo("a");
  }

  @Test
  void aChangeOfAnotherPolicyOfTheTenantLeavesTheBreakersOfLentOnesAlone() {
    start("policy.fallback-tenant", "everybody");
    put(
        "everybody",
        "{'providers':[{'name':'a','weight':100},{'name':'b','weight':1}],"
            + "'circuit_breaker':{'enabled':true,'failure_threshold':1}}");
    assertThat(ask("acme")).isNotInstanceOf(RouteRejection.class);
    router.report(ExecutionReport.builder("acme", "a", ExecutionReport.Status.ERROR).build());
    assertThat(provider("acme")).isEqualTo("b");
    router
        .policies()
        .put(
            PolicyDocument.of(
                "acme", "unrelated", "{\"providers\":[{\"name\":\"c\",\"weight\":1}]}"));
    IntStream.range(0, 50).forEach(i -> assertThat(provider("acme")).isEqualTo("b"));
  }

  @Test
  void aDecisionByALentPolicyIsReplayedAfterThePolicyHasChanged() {
    start("policy.fallback-tenant", "everybody");
    PolicyDocument first = put("everybody", "{'providers':[{'name':'a','weight':1}]}");
    RouteRequest request = RouteRequest.builder("acme", "text.generate").build();
    Explanation explained = router.explain(request);
    assertThat(explained.steps().toString()).contains("lent by tenant everybody");
    router
        .policies()
        .put(
            new PolicyDocument(
                first.key(), first.json().replace("\"a\"", "\"b\""), 1, first.updatedAt()));
    assertThat(router.replay(request, explained.inputs().orElseThrow()).outcome())
        .isEqualTo(explained.outcome());
  }
}
