package beamline.router.memory.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** A contract is worth as much as the mistakes that it finds. */
class ContractsFindMistakesTest {

  static Stream<Arguments> mistakes() {
    return Stream.of(
        arguments(Mistakes.PutThatIgnoresTheRevision.class, Set.of("PS-03", "PS-05", "PS-06")),
        arguments(Mistakes.ListInTheWrongOrder.class, Set.of("PS-07")),
        arguments(Mistakes.StoreThatForgets.class, Set.of("PS-30", "PS-32")),
        arguments(Mistakes.OnePermitTooMany.class, Set.of("RL-01", "RL-03", "RL-04", "RL-21")),
        arguments(Mistakes.WaitThatIsTooShort.class, Set.of("RL-02", "RL-04")),
        arguments(Mistakes.PutIfAbsentThatOverwrites.class, Set.of("SS-04", "SS-05")),
        arguments(Mistakes.EntriesThatLiveForEver.class, Set.of("SS-08", "SS-09")),
        arguments(Mistakes.RevocationThatComesLate.class, Set.of("AC-12")),
        arguments(Mistakes.RoleThatLeavesItsGrants.class, Set.of("AC-06", "AC-14")),
        arguments(
            Mistakes.LenderThatForgetsWhatWasSpent.class,
            Set.of("TS-21", "TS-22", "TS-23", "TS-24", "TS-25", "TS-26")),
        arguments(
            Mistakes.ExtensionPutThatIgnoresTheRevision.class, Set.of("XS-04", "XS-06", "XS-10")),
        arguments(Mistakes.ExtensionsInTheWrongOrder.class, Set.of("XS-11")),
        arguments(Mistakes.ExtensionStoreThatForgets.class, Set.of("XS-30", "XS-31", "XS-32")),
        arguments(Mistakes.SinkThatSkipsTheFirst.class, Set.of("AS-03", "AS-06")),
        arguments(Mistakes.SinkThatDropsSilently.class, Set.of("AS-20", "AS-21")),
        arguments(Mistakes.SinkThatForgets.class, Set.of("AS-30", "AS-31", "AS-32")),
        arguments(Mistakes.ExtensionThatThrows.class, Set.of("EX-03")),
        arguments(Mistakes.ExtensionThatHangs.class, Set.of("EX-01", "EX-06")),
        arguments(Mistakes.ExtensionThatChangesItsInput.class, Set.of("EX-07")),
        arguments(Mistakes.SourceThatIgnoresTheKind.class, Set.of("EX-22")),
        arguments(Mistakes.SourceThatHasEverything.class, Set.of("EX-20", "EX-23")));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void mistakeIsFoundByItsRules(Class<?> mistake, Set<String> rules) {
    assertThat(brokenRules(mistake)).containsAll(rules);
  }

  private static Set<String> brokenRules(Class<?> contract) {
    Set<String> broken = new TreeSet<>();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(DiscoverySelectors.selectClass(contract))
            .filters(EngineFilter.includeEngines("junit-jupiter"))
            .build();
    TestExecutionListener listener =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (test.isTest() && result.getStatus() == TestExecutionResult.Status.FAILED) {
              broken.add(test.getDisplayName().substring(0, "XX-00".length()));
            }
          }
        };
    LauncherFactory.create().execute(request, listener);
    return broken;
  }
}
