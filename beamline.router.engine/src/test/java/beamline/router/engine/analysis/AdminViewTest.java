package beamline.router.engine.analysis;

import static beamline.router.engine.analysis.Documents.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.RouterConfig;
import beamline.router.api.RouterEngine;
import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.PolicyAnalysis;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyReport;
import beamline.router.api.policy.PolicyView;
import beamline.router.api.policy.PolicyView.Rule;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminViewTest {
  /** Strict, so that what the view makes is written as it should be. */
  private final RouterEngine router =
      RouterEngine.builder()
          .config(RouterConfig.builder().set("policy.strict", "true").build())
          .build();

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void showsProvidersStickinessAndRules() {
    PolicyView view =
        analysis()
            .view(
                policy(
                    "{'providers':[{'name':'a','weight':70},{'name':'b','weight':30}],"
                        + "'sticky':{'enabled':true,'ttl':'10m'},"
                        + "'fallbacks':[{'when':{'status':['timeout','5xx'],'message_type':'chat'},'retry':2,'to':'b'},"
                        + "{'when':{'>':[{'var':'context.n'},3]},'to':'a'},{'retry':0}]}"));

    assertThat(view)
        .isEqualTo(
            new PolicyView(
                "default",
                List.of(new PolicyView.Provider("a", 0.7), new PolicyView.Provider("b", 0.3)),
                true,
                List.of(
                    new Rule("status:timeout|5xx|message_type:chat", List.of(), "b"),
                    new Rule(">:{\"var\":\"context.n\"}|3", List.of(), "a"),
                    new Rule("", List.of(), ""))));
  }

  @Test
  void showsLegacyPoliciesLikeOthers() {
    PolicyView view =
        analysis()
            .view(
                policy(
                    "{'weights':{'a':0.5,'b':0.5},'fallback':{'provider':'b','conditions':['timeout','5xx']}}"));

    assertThat(view.rules()).containsExactly(new Rule("status:timeout|5xx", List.of(), "b"));
    assertThat(view.sticky()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'providers':['a','b:c']}",
        "{'providers':[{'name':'a','weight':0}]}",
        "{'providers':['a'],'sticky':{'enabled':true}}",
        "{'providers':['a','b'],'fallbacks':[{'when':{'status':[503,'timeout'],'vip':true,'tier':'x:y'},'to':'b'},{'retry':0,'to':'a'}]}",
        "{'weights':{'a':1},'fallback':{'provider':'a'}}"
      })
  void aViewAndTheDocumentMadeFromItShowTheSame(String json) {
    PolicyView view = analysis().view(policy(json));

    PolicyDocument made = analysis().document("acme", view);

    assertThat(analysis().view(made)).isEqualTo(view);
    PolicyReport report = router.policies().check(made);
    assertThat(report.problems()).isEmpty();
    assertThat(report.warnings()).isEmpty();
    assertThat(made.revision()).isZero();
  }

  @Test
  void aFallbackThatIsNoProviderBecomesOneWithoutWeight() {
    PolicyView view =
        new PolicyView(
            "default",
            List.of(new PolicyView.Provider("a", 1)),
            false,
            List.of(new Rule("status:timeout", List.of("z"), "b")));

    assertThat(analysis().document("acme", view).json())
        .isEqualTo(
            "{\"providers\":[{\"name\":\"a\",\"weight\":1.0},{\"name\":\"b\",\"weight\":0}],"
                + "\"fallbacks\":[{\"when\":{\"status\":[\"timeout\"]},\"to\":\"b\"}]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"timeout", "status", "|status:timeout", ">:1|2", ":x"})
  void aMatchThatIsNoListOfKeysAndValuesIsRefused(String match) {
    PolicyView view =
        new PolicyView(
            "default",
            List.of(new PolicyView.Provider("a", 1)),
            false,
            List.of(new Rule("", List.of(), "a"), new Rule(match, List.of(), "a")));

    assertThatThrownBy(() -> analysis().document("acme", view))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageStartingWith("policy acme/default: rules[1].match is \"");
  }

  @Test
  void aViewThatMakesNoPolicyIsRefusedWithItsProblems() {
    PolicyView view =
        new PolicyView(
            "default",
            List.of(
                new PolicyView.Provider("a", -1),
                new PolicyView.Provider("b", Double.NaN),
                new PolicyView.Provider("a b", 1)),
            false,
            List.of());

    assertThatThrownBy(() -> analysis().document("acme", view))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining("providers[0].weight is -1")
        .hasMessageContaining("providers[2].name");
  }

  private PolicyAnalysis analysis() {
    return router.policies().analysis();
  }
}
