package beamline.router.engine.analysis;

import static beamline.router.engine.analysis.Documents.policy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.RouterEngine;
import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.PolicyDiff;
import beamline.router.api.policy.PolicyDiff.Kind;
import beamline.router.api.policy.PolicyDiff.Share;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiffTest {
  private final RouterEngine router = RouterEngine.builder().build();

  @AfterEach
  void close() {
    router.close();
  }

  @Test
  void namesEveryValueThatDiffersWithBothValues() {
    PolicyDiff diff =
        diff(
            "{'providers':['a'],'sticky':{'enabled':true,'ttl':'10m'},'timeout_ms':100}",
            "{'providers':['a'],'sticky':{'enabled':true,'ttl':'1h'},'version':'2.0'}");

    assertThat(lines(diff))
        .containsExactly(
            "CHANGED sticky.ttl \"10m\" -> \"1h\"",
            "REMOVED timeout_ms 100 -> -",
            "ADDED version - -> \"2.0\"");
  }

  @Test
  void providersAreMatchedByNameWhateverTheirPlaceAndSpelling() {
    PolicyDiff diff =
        diff(
            "{'providers':[{'name':'a','weight':70},{'id':'b','weight':30},{'name':'x:y','weight':0}]}",
            "{'providers':[{'name':'c','weight':10},{'name':'b','weight':30.0},{'name':'a','weight':60}]}");

    assertThat(lines(diff))
        .containsExactly(
            "CHANGED providers[\"a\"].weight 70 -> 60",
            "REMOVED providers[\"x:y\"] {\"name\":\"x:y\",\"weight\":0} -> -",
            "ADDED providers[\"c\"] - -> {\"name\":\"c\",\"weight\":10}");
  }

  @Test
  void spellingAndOrderOfKeysAreNoChange() {
    PolicyDiff diff =
        diff(
            "{'providers':['a',{'name':'b'}],'score':{'latency_weight':1.0,'cost_weight':0},'metadata':null}",
            "{ 'score' : {'cost_weight':0.0,'latency_weight':1}, 'providers':[{'id':'b'},{'name':'a'}]}");

    assertThat(diff.isEmpty()).isTrue();
    assertThat(diff.changes()).isEmpty();
  }

  @Test
  void extensionsAreMatchedByIdAndTheirOrderCounts() {
    PolicyDiff moved =
        diff(
            "{'providers':['a'],'pre':[{'id':'x'},{'id':'y','timeout_ms':10}]}",
            "{'providers':['a'],'pre':[{'id':'y','timeout_ms':20},{'id':'z'},{'id':'x'}]}");
    PolicyDiff wrapped =
        diff(
            "{'providers':['a'],'extensions':{'post':[{'id':'x'},{'id':'y'}]}}",
            "{'providers':['a'],'extensions':{'post':[{'id':'y'}]}}");

    assertThat(lines(moved))
        .containsExactly(
            "CHANGED pre[\"y\"].timeout_ms 10 -> 20",
            "ADDED pre[\"z\"] - -> {\"id\":\"z\"}",
            "CHANGED pre [\"x\",\"y\"] -> [\"y\",\"x\"]");
    assertThat(lines(wrapped))
        .containsExactly("REMOVED extensions.post[\"x\"] {\"id\":\"x\"} -> -");
  }

  @Test
  void rulesAndRepeatedNamesAreMatchedByTheirPlace() {
    PolicyDiff rules =
        diff(
            "{'providers':['a'],'fallbacks':[{'retry':1},{'retry':2,'to':'a'}]}",
            "{'providers':['a'],'fallbacks':[{'retry':1},{'retry':3,'to':'a'}]}");
    PolicyDiff twice =
        diff(
            "{'providers':['a'],'pre':[{'id':'x'},{'id':'x','timeout_ms':5}]}",
            "{'providers':['a'],'pre':[{'id':'x'},{'id':'x','timeout_ms':6}]}");

    assertThat(lines(rules)).containsExactly("CHANGED fallbacks[1].retry 2 -> 3");
    assertThat(lines(twice)).containsExactly("CHANGED pre[1].timeout_ms 5 -> 6");
  }

  @Test
  void tellsTheShareOfEachProvider() {
    PolicyDiff diff =
        diff(
            "{'providers':[{'name':'a','weight':70},{'name':'b','weight':30}]}",
            "{'weights':{'c':0.1,'b':0.4}}");

    assertThat(diff.shares())
        .containsExactly(new Share("a", 0.7, 0), new Share("b", 0.3, 0.8), new Share("c", 0, 0.2));
  }

  @Test
  void aDocumentThatCannotBeUsedGivesNobodyAShare() {
    PolicyDiff diff = diff("{}", "{'providers':[{'name':'a','weight':1},{'name':'b','weight':3}]}");

    assertThat(diff.shares()).containsExactly(new Share("a", 0, 0.25), new Share("b", 0, 0.75));
  }

  @Test
  void whatIsNoJsonObjectIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> diff("{'providers':['a']}", "{'providers':[}"))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageContaining("policy acme/default: providers cannot be read")
        .hasMessageEndingWith(", byte 15");
    assertThatThrownBy(() -> diff("[]", "{}")).hasMessageContaining("must be an object");
  }

  private PolicyDiff diff(String before, String after) {
    return router.policies().analysis().diff(policy(before), policy(after));
  }

  private static List<String> lines(PolicyDiff diff) {
    return diff.changes().stream()
        .map(
            change -> {
              Kind kind = change.kind();
              return kind
                  + " "
                  + change.path()
                  + " "
                  + change.before().orElse("-")
                  + " -> "
                  + change.after().orElse("-");
            })
        .toList();
  }
}
