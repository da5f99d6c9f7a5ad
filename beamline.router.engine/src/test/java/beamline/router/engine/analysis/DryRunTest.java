package beamline.router.engine.analysis;

import static beamline.router.engine.analysis.Documents.policy;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.ExecutionReport;
import beamline.router.api.ExecutionReport.Status;
import beamline.router.api.Explanation;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterEngine;
import beamline.router.api.RouterException;
import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.PolicyAnalysis;
import beamline.router.api.policy.PolicyDocument;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DryRunTest {
  private static final String STORED =
      "{'providers':['a'],'sticky':{'enabled':true,'session_key':'user_id'},"
          + "'rate_limit':{'enabled':true,'requests_per_second':1,'burst':1},"
          + "'circuit_breaker':{'enabled':true,'failure_threshold':1}}";

  private final RouterEngine router = RouterEngine.builder().random(() -> 0.5).build();

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void decidesUnderADocumentThatIsNotStored() {
    Explanation explanation =
        dryRun("{'version':'7.1','providers':['x','y'],'validators':[{'id':'v'}]}", Map.of());

    assertThat(explanation.outcome().orThrow().providerId()).isEqualTo("y");
    assertThat(explanation.policyVersion()).contains("7.1");
    assertThat(explanation.candidates()).hasSize(2);
    assertThat(explanation.steps())
        .extracting(Explanation.Step::name)
        .containsExactly("admit", "policy", "prepare", "select");
    assertThat(explanation.steps().get(2).text()).isEqualTo("would call validator v");
    assertThat(router.policies().list("acme")).isEmpty();
  }

  @Test
  void looksAtNoLiveStateAndChangesNone() {
    router.policies().put(policy(STORED));
    Map<String, Object> user = Map.of("user_id", "u");
    assertThat(router.decide(request(user)).orThrow().providerId()).isEqualTo("a");
    router.report(ExecutionReport.builder("acme", "a", Status.TIMEOUT).build());

    for (int i = 0; i < 5; i++) {
      Explanation explanation = dryRun(STORED.replace("['a']", "['a','b']"), user);
      assertThat(explanation.outcome().orThrow().reason().wireName()).isEqualTo("weighted");
      assertThat(explanation.candidates()).noneMatch(it -> it.exclusion().isPresent());
    }

    assertThat(router.decide(request(user)))
        .isInstanceOfSatisfying(
            RouteRejection.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.RATE_LIMIT_EXCEEDED));
  }

  @Test
  void readsARequestAsGatewaysSendItWithItsDraw() {
    Explanation explanation =
        recorded(
            "{'$draw':0.1,'tenant_id':'acme','message':{'message_id':'m','message_type':'chat',"
                + "'payload':{'$draw':0.9}}}");

    assertThat(explanation.outcome().orThrow().providerId()).isEqualTo("x");
    assertThat(explanation.inputs().orElseThrow().draw()).isEqualTo(0.1);
  }

  @Test
  void whatIsNoRequestIsARefusalInTheExplanation() {
    for (String line : List.of("{", "{'message':{}}", "{'tenant_id':'acme','input':1,'$draw':1}")) {
      Explanation explanation = recorded(line);
      assertThat(explanation.outcome()).as(line).isInstanceOf(RouteRejection.class);
      assertThat(explanation.steps()).as(line).hasSize(1);
    }
  }

  @Test
  void aDocumentThatCannotBeUsedIsRefusedWithAllItsProblems() {
    assertThatThrownBy(() -> dryRun("{'providers':[{'weight':-1}]}", Map.of()))
        .isInstanceOfSatisfying(
            InvalidPolicyException.class,
            invalid ->
                assertThat(invalid.problems())
                    .extracting(Object::toString)
                    .anyMatch(it -> it.startsWith("providers[0].weight"))
                    .anyMatch(it -> it.startsWith("providers[0].name")));
  }

  @Test
  void aClosedRouterAnalysesNothingAnyMore() {
    var policies = router.policies();
    router.close();

    assertThatThrownBy(policies::analysis)
        .isInstanceOfSatisfying(
            RouterException.class,
            fault -> assertThat(fault.code()).isEqualTo(ErrorCode.SERVICE_DOWN));
  }

  private Explanation dryRun(String json, Map<String, Object> context) {
    return analysis().dryRun(policy(json), request(context));
  }

  private Explanation recorded(String line) {
    PolicyDocument document = policy("{'providers':['x','y']}");
    return analysis().dryRun(document, line.replace('\'', '"').getBytes(UTF_8));
  }

  private PolicyAnalysis analysis() {
    return router.policies().analysis();
  }

  private static RouteRequest request(Map<String, Object> context) {
    return RouteRequest.builder("acme", "chat").context(context).build();
  }
}
