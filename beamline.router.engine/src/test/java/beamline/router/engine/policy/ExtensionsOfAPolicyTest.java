package beamline.router.engine.policy;

import static beamline.router.engine.policy.Samples.lenient;
import static beamline.router.engine.policy.Samples.policyWith;
import static beamline.router.engine.policy.Samples.strict;
import static beamline.router.engine.policy.Samples.with;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.policy.PolicyProblem;
import beamline.router.engine.policy.ExtensionItem.Kind;
import beamline.router.engine.policy.ExtensionItem.OnFail;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExtensionsOfAPolicyTest {

  @Test
  void processorsAreOptionalAndValidatorsBlockWhenNothingIsSaid() {
    PolicyModel policy =
        with("\"pre\":[{\"id\":\"a\"}],\"validators\":[{\"id\":\"b\"}],\"post\":[{\"id\":\"c\"}]");

    assertThat(policy.pre())
        .containsExactly(
            new ExtensionItem(
                "a", Kind.PRE, false, OnFail.WARN, Map.of(), Condition.ALWAYS, 0, -1));
    assertThat(policy.validators())
        .containsExactly(
            new ExtensionItem(
                "b", Kind.VALIDATOR, true, OnFail.BLOCK, Map.of(), Condition.ALWAYS, 0, -1));
    assertThat(policy.post())
        .containsExactly(
            new ExtensionItem(
                "c", Kind.POST, false, OnFail.WARN, Map.of(), Condition.ALWAYS, 0, -1));
  }

  @Test
  void unknownModeIsOptionalInLenientModeAndAProblemInStrictMode() {
    String json = policyWith("\"pre\":[{\"id\":\"a\",\"mode\":\"maybe\"}]");

    assertThat(lenient(json).model().pre().get(0).required()).isFalse();
    assertThat(strict(json).problems())
        .extracting(PolicyProblem::toString)
        .containsExactly(
            "pre[0].mode is \"maybe\" and counts as optional, must be required or optional");
  }

  @Test
  void unknownOnFailBlocksInLenientModeAndIsAProblemInStrictMode() {
    String json = policyWith("\"validators\":[{\"id\":\"a\",\"on_fail\":\"shrug\"}]");

    assertThat(lenient(json).model().validators().get(0).onFail()).isEqualTo(OnFail.BLOCK);
    assertThat(strict(json).problems())
        .extracting(PolicyProblem::toString)
        .containsExactly(
            "validators[0].on_fail is \"shrug\" and counts as block, must be block or warn or ignore");
  }

  @Test
  void itemWithoutIdIsSkippedInLenientModeAndAProblemInStrictMode() {
    String json = policyWith("\"post\":[{\"mode\":\"required\"},{\"id\":\"a\"}]");

    assertThat(lenient(json).model().post()).extracting(ExtensionItem::id).containsExactly("a");
    assertThat(strict(json).problems())
        .extracting(PolicyProblem::toString)
        .containsExactly("post[0].id is missing, must be the extension's id");
  }

  @Test
  void listAtTheTopWinsOverTheNestedOne() {
    String json =
        policyWith(
            "\"pre\":[{\"id\":\"top\"}],"
                + "\"extensions\":{\"pre\":[{\"id\":\"nested\"}],\"post\":[{\"id\":\"nested\"}]}");

    PolicyModel policy = lenient(json).model();
    assertThat(policy.pre()).extracting(ExtensionItem::id).containsExactly("top");
    assertThat(policy.post()).extracting(ExtensionItem::id).containsExactly("nested");
    assertThat(strict(json).problems())
        .extracting(PolicyProblem::toString)
        .containsExactly("extensions.pre means the same as pre, must be left out");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'id':'a','timeout_ms':0} | pre[0].timeout_ms is 0, must be 1 or more",
        "{'id':'a','timeout_ms':300001} | pre[0].timeout_ms is 300001, must be 300000 or less",
        "{'id':'a','retry':11} | pre[0].retry is 11, must be 10 or less",
        "{'id':'a','config':[]} | pre[0].config is an array, must be an object",
        "{'id':'a b'} | pre[0].id is \"a b\", must be 1 to 255 letters, digits or characters of _.:/-",
        "7 | pre[0] is 7, must be an object",
      })
  void boundsOfAnItemHoldInBothModes(String item, String problem) {
    String json = policyWith("\"pre\":[" + item.replace('\'', '"') + "]");

    assertThat(lenient(json).problems())
        .extracting(PolicyProblem::toString)
        .containsExactly(problem);
    assertThat(strict(json).problems())
        .extracting(PolicyProblem::toString)
        .containsExactly(problem);
  }
}
