package beamline.router.engine.policy;

import static beamline.router.engine.policy.Samples.lenient;
import static beamline.router.engine.policy.Samples.model;
import static beamline.router.engine.policy.Samples.strict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import beamline.router.api.policy.PolicyProblem;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProvidersOfAPolicyTest {

  @Test
  void namesAloneShareEqually() {
    PolicyModel policy = model("{\"providers\":[\"a\",\"b\",{\"name\":\"c\"},{\"id\":\"d\"}]}");

    assertThat(policy.providers())
        .extracting(ProviderModel::id)
        .containsExactly("a", "b", "c", "d");
    assertThat(policy.providers()).extracting(ProviderModel::weight).containsOnly(0.25);
  }

  @ParameterizedTest
  @CsvSource({"70, 30", "70.0, 30", "0.7, 0.3", "7, 3", "1.4, 0.6"})
  void everyScaleOfWeightsComesToTheSameShares(String a, String b) {
    List<ProviderModel> providers = weighted(a, b);

    assertThat(providers.get(0).weight()).isCloseTo(0.7, within(1e-12));
    assertThat(providers.get(1).weight()).isCloseTo(0.3, within(1e-12));
  }

  @Test
  void allWeightsMayBeZero() {
    assertThat(weighted("0", "0.0")).extracting(ProviderModel::weight).containsExactly(0.0, 0.0);
  }

  @Test
  void smallestWeightsStillShare() {
    assertThat(weighted("4.9e-324", "4.9e-324"))
        .extracting(ProviderModel::weight)
        .containsExactly(0.5, 0.5);
  }

  @Test
  void aliasesMeanTheSame() {
    ProviderModel names =
        model(
                "{\"providers\":[{\"name\":\"a\",\"expected_latency_ms\":5,\"expected_cost\":0.1,\"priority\":100,"
                    + "\"labels\":{\"k\":\"v\"}}]}")
            .providers()
            .get(0);
    ProviderModel aliases =
        model(
                "{\"providers\":[{\"id\":\"a\",\"latency_ms\":5.0,\"cost\":0.1,\"priority\":1e2,"
                    + "\"labels\":{\"k\":\"v\"}}]}")
            .providers()
            .get(0);

    assertThat(aliases).isEqualTo(names);
    assertThat(names).isEqualTo(new ProviderModel("a", 1, 100, 5, 0.1, Map.of("k", "v")));
  }

  @Test
  void whatIsNotSaidIsUnknown() {
    ProviderModel provider = model("{\"providers\":[\"a\"]}").providers().get(0);

    assertThat(provider.expectedLatencyMillis()).isNaN();
    assertThat(provider.expectedCost()).isNaN();
    assertThat(provider.priority()).isZero();
    assertThat(provider.labels()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"openai:gpt-4o", "OpenAI", "a/b", "a.b-c_d", "0"})
  void namesOfTheApiExamplesAreAccepted(String name) {
    assertThat(model("{\"providers\":[\"" + name + "\"]}").providers().get(0).id()).isEqualTo(name);
  }

  @Test
  void legacyWeightsKeepTheirOrder() {
    PolicyModel policy = model("{\"weights\":{\"z\":1,\"a\":3,\"m\":0}}");

    assertThat(policy.providers()).extracting(ProviderModel::id).containsExactly("z", "a", "m");
    assertThat(policy.providers())
        .extracting(ProviderModel::weight)
        .containsExactly(0.25, 0.75, 0.0);
  }

  @Test
  void providersThatAreNoArrayLeaveThePlaceToWeightsInLenientMode() {
    String json = "{\"providers\":{\"x\":1},\"weights\":{\"a\":1}}";

    assertThat(lenient(json).model().providers())
        .extracting(ProviderModel::id)
        .containsExactly("a");
    assertThat(said(lenient(json).warnings()))
        .containsExactly("providers is an object, must be an array; weights is used");
    assertThat(said(strict(json).problems()))
        .containsExactly("providers is an object, must be an array; weights is used");
  }

  @Test
  void weightsBesideProvidersHaveNoEffectButMustBeRightInStrictMode() {
    String json = "{\"providers\":[\"a\"],\"weights\":{\"b\":-1}}";

    assertThat(lenient(json).model().providers())
        .extracting(ProviderModel::id)
        .containsExactly("a");
    assertThat(said(strict(json).problems())).containsExactly("weights.b is -1, must be 0 or more");
  }

  @Test
  void providerWithoutAWeightBesideWeightedOnesGetsNothing() {
    String json = "{\"providers\":[{\"name\":\"a\",\"weight\":5},\"b\",{\"name\":\"c\"}]}";

    assertThat(lenient(json).model().providers())
        .extracting(ProviderModel::weight)
        .containsExactly(1.0, 0.0, 0.0);
    assertThat(said(strict(json).problems()))
        .containsExactly(
            "providers[1] has no weight and counts as 0, must have one like the others",
            "providers[2] has no weight and counts as 0, must have one like the others");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "-3 | providers[0].weight is -3, must be 0 or more",
        "100.5 | providers[0].weight is 100.5, must be 100 or less",
        "123456789012345678901234567890 | providers[0].weight is 123456789012345678901234567890, must be 100 or less",
        "\"70\" | providers[0].weight is \"70\", must be a number from 0 to 100",
        "true | providers[0].weight is true, must be a number from 0 to 100",
        "[] | providers[0].weight is an array, must be a number from 0 to 100",
      })
  void weightIsBoundedInBothModes(String weight, String problem) {
    String json = "{\"providers\":[{\"name\":\"a\",\"weight\":" + weight + "}]}";

    assertThat(said(lenient(json).problems())).containsExactly(problem);
    assertThat(said(strict(json).problems())).containsExactly(problem);
    assertThat(lenient(json).model()).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{}] | providers[0].name is missing, must be the provider's name",
        "[1] | providers[0] is 1, must be a provider's name or an object",
        "['a','a'] | providers[1] is another provider \"a\", names must be distinct",
        "['a',{'id':'a'}] | providers[1] is another provider \"a\", names must be distinct",
        "['a b'] | providers[0] is \"a b\", must be 1 to 255 letters, digits or characters of _.:/-",
        "[''] | providers[0] is \"\", must be 1 to 255 letters, digits or characters of _.:/-",
        "[{'name':7}] | providers[0].name is 7, must be 1 to 255 letters, digits or characters of _.:/-",
        "[{'name':'a','priority':101}] | providers[0].priority is 101, must be 100 or less",
        "[{'name':'a','priority':1.5}] | providers[0].priority is 1.5, must be a whole number from 0 to 100",
        "[{'name':'a','cost':-0.1}] | providers[0].cost is -0.1, must be 0 or more",
        "[{'name':'a','latency_ms':3600001}] | providers[0].latency_ms is 3600001, must be 3600000 or less",
        "[{'name':'a','labels':{'k':1}}] | providers[0].labels.k is 1, must be a text of 1 to 255 characters",
        "[{'name':'a','labels':['k']}] | providers[0].labels is an array, must be an object",
      })
  void whatIsWrongWithAProviderIsSaidInBothModes(String providers, String problem) {
    String json = "{\"providers\":" + providers.replace('\'', '"') + "}";

    assertThat(said(lenient(json).problems())).containsExactly(problem);
    assertThat(said(strict(json).problems())).containsExactly(problem);
  }

  @Test
  void onlyOneAliasMayBeThereInStrictMode() {
    String json = "{\"providers\":[{\"name\":\"a\",\"id\":\"b\",\"cost\":1,\"expected_cost\":2}]}";

    ProviderModel provider = lenient(json).model().providers().get(0);
    assertThat(provider.id()).isEqualTo("a");
    assertThat(provider.expectedCost()).isEqualTo(2);
    assertThat(said(strict(json).problems()))
        .containsExactly(
            "providers[0].id means the same as name, must be left out",
            "providers[0].cost means the same as expected_cost, must be left out");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"fallbacks\":[{\"to\":\"a\"}]}", "{\"providers\":7}"})
  void policyWithoutProvidersIsRefusedInBothModes(String json) {
    assertThat(lenient(json).model()).isNull();
    assertThat(strict(json).model()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"providers\":[]}", "{\"weights\":{}}"})
  void emptyProvidersAreToleratedInLenientModeOnly(String json) {
    assertThat(lenient(json).model().providers()).isEmpty();
    assertThat(lenient(json).warnings()).hasSize(1);
    assertThat(strict(json).model()).isNull();
  }

  @Test
  void numberOfProvidersIsBoundedInBothModes() {
    String json =
        IntStream.range(0, 1001)
            .mapToObj(i -> "\"p" + i + "\"")
            .collect(Collectors.joining(",", "{\"providers\":[", "]}"));

    assertThat(said(lenient(json).problems()))
        .containsExactly("providers has 1001 items, must have at most 1000");
  }

  private static List<ProviderModel> weighted(String a, String b) {
    return model(
            "{\"providers\":[{\"name\":\"a\",\"weight\":"
                + a
                + "},{\"name\":\"b\",\"weight\":"
                + b
                + "}]}")
        .providers();
  }

  private static List<String> said(List<PolicyProblem> findings) {
    return findings.stream().map(PolicyProblem::toString).toList();
  }
}
