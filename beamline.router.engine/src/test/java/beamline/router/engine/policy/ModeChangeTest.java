package beamline.router.engine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.ExtensionMode;
import beamline.router.api.policy.PolicyDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModeChangeTest {

  private static String change(String json, String extensionId, ExtensionMode mode) {
    PolicyDocument policy = PolicyDocument.of("acme", "default", json.replace('\'', '"'));
    return new ModeChange(extensionId, mode).in(policy).replace('"', '\'');
  }

  @Test
  void whatTheItemHasIsReplacedAndNothingElseIsTouched() {
    assertThat(
            change(
                """
                { 'version' : '2.0', 'unknown': null,
                  'weights': {'ä': 1.50, 'b': 1e2},
                  'pre':[ {'id':'other', 'mode' : 'optional'},
                          {'mode':   'optional' , 'id':'enrich','config':{'mode':'optional'}} ],
                  'post':[{'config': {}, 'id':'enrich', 'mode':null}] }
                """,
                "enrich",
                ExtensionMode.REQUIRED))
        .isEqualTo(
            """
            { 'version' : '2.0', 'unknown': null,
              'weights': {'ä': 1.50, 'b': 1e2},
              'pre':[ {'id':'other', 'mode' : 'optional'},
                      {'mode':   'required' , 'id':'enrich','config':{'mode':'optional'}} ],
              'post':[{'config': {}, 'id':'enrich', 'mode':'required'}] }
            """);
  }

  @ParameterizedTest
  @CsvSource({"BLOCK,block", "WARN,warn", "IGNORE,ignore"})
  void whatAnItemDoesNotHaveComesBehindItsId(ExtensionMode mode, String written) {
    assertThat(
            change("{'validators':[{'id':'guard','when':'a = 1'},{'id':'guard'}]}", "guard", mode))
        .isEqualTo(
            "{'validators':[{'id':'guard', 'on_fail': 'X','when':'a = 1'},{'id':'guard', 'on_fail': 'X'}]}"
                .replace("X", written));
  }

  @Test
  void listsBelowExtensionsAreChangedUnlessThereIsOneAtTheTop() {
    assertThat(
            change(
                "{'extensions':{'pre':[{'id':'a','mode':'optional'}],'post':[{'id':'a'}]}}",
                "a",
                ExtensionMode.OPTIONAL))
        .isEqualTo(
            "{'extensions':{'pre':[{'id':'a','mode':'optional'}],'post':[{'id':'a', 'mode': 'optional'}]}}");
    assertThat(
            change(
                "{'extensions':{'pre':[{'id':'a'}],'post':[{'id':'a'}]},'pre':null,'post':[{'id':'a'}]}",
                "a",
                ExtensionMode.REQUIRED))
        .isEqualTo(
            "{'extensions':{'pre':[{'id':'a', 'mode': 'required'}],'post':[{'id':'a'}]},'pre':null,'post':[{'id':'a', 'mode': 'required'}]}");
  }

  @Test
  void anExtensionInBothKindsOfListsIsChangedInThoseOfTheMode() {
    String both = "{'pre':[{'id':'a'}],'validators':[{'id':'a'}]}";
    assertThat(change(both, "a", ExtensionMode.REQUIRED))
        .isEqualTo("{'pre':[{'id':'a', 'mode': 'required'}],'validators':[{'id':'a'}]}");
    assertThat(change(both, "a", ExtensionMode.WARN))
        .isEqualTo("{'pre':[{'id':'a'}],'validators':[{'id':'a', 'on_fail': 'warn'}]}");
  }

  @Test
  void whatCannotBeIsRefusedWithThePolicyAndTheExtension() {
    String policy = "{'pre':[{'id':'enrich'},7],'validators':[{'id':'guard'}],'post':{'id':'x'}}";
    expect(policy, "nobody", ExtensionMode.WARN, "does not call extension 'nobody'");
    expect(policy, "x", ExtensionMode.REQUIRED, "does not call extension 'x'");
    expect(
        policy,
        "enrich",
        ExtensionMode.BLOCK,
        "calls extension 'enrich' as a pre- or post-processor: mode is block, must be required or optional");
    expect(
        policy,
        "guard",
        ExtensionMode.OPTIONAL,
        "calls extension 'guard' as a validator: mode is optional, must be block, warn or ignore");
    expect("[]", "guard", ExtensionMode.WARN, "does not call extension 'guard'");
    expect("{'pre':", "guard", ExtensionMode.WARN, "is no JSON");
    expect("[".repeat(5000) + "]".repeat(5000), "guard", ExtensionMode.WARN, "is no JSON");
  }

  private static void expect(String json, String id, ExtensionMode mode, String message) {
    assertThatThrownBy(() -> change(json, id, mode))
        .isInstanceOfSatisfying(
            RouterException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
        .hasMessage("policy acme/default " + message);
  }
}
