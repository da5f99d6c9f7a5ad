package beamline.router.engine.decide;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.api.policy.PolicyKey;
import beamline.router.engine.catalogue.CompiledPolicy;
import beamline.router.engine.catalogue.Expectations;
import beamline.router.engine.catalogue.PipelineLimits;
import beamline.router.engine.catalogue.PolicyCompiler;
import beamline.router.engine.policy.PolicyModel;
import beamline.router.engine.policy.PolicyParser;
import beamline.router.engine.provider.ProviderStates;
import beamline.router.spi.Telemetry;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.DoubleSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class WeightedPickPropertyTest {
  private static final int DRAWS = 20_000;
  private final WeightedPick pick = new WeightedPick();

  @Property(tries = 60)
  void drawsFollowTheWeightsWithinStatisticalBounds(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 100) Integer> weights,
      @ForAll long seed) {
    CompiledPolicy policy = policy(weights);
    SplittableRandom random = new SplittableRandom(seed);
    int[] counts = new int[weights.size()];
    int total = weights.stream().mapToInt(Integer::intValue).sum();
    for (int i = 0; i < DRAWS && total > 0; i++) {
      counts[picked(policy, null, random::nextDouble)]++;
    }
    for (int i = 0; i < counts.length; i++) {
      double share = total == 0 ? 0 : weights.get(i) / (double) total;
      double deviation = Math.sqrt(DRAWS * share * (1 - share));
      assertEquals(DRAWS * share, counts[i], 6 * deviation + 1e-9, weights + " at " + i);
    }
  }

  @Property(tries = 200)
  void theBordersOfTheDrawNeverPickAProviderWithoutWeight(
      @ForAll @Size(min = 1, max = 12) List<@IntRange(max = 100) Integer> weights) {
    CompiledPolicy policy = policy(weights);
    for (double draw : new double[] {0, Math.nextDown(1.0), 0.5}) {
      int index = picked(policy, null, () -> draw);
      assertTrue(index < 0 ? weights.stream().allMatch(w -> w == 0) : weights.get(index) > 0);
    }
  }

  @Property(tries = 200)
  void aSessionOnlyMovesToTheProviderThatWasAdded(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 1, max = 100) Integer> weights,
      @ForAll @IntRange(min = 1, max = 100) int added,
      @ForAll @LongRange(min = 0, max = 1_000_000) long session) {
    CompiledPolicy before = policy(weights);
    List<Integer> more = new java.util.ArrayList<>(weights);
    more.add(added);
    int old = picked(before, "s" + session, () -> 0);
    int now = picked(policy(more), "s" + session, () -> 0);
    assertTrue(now == old || now == weights.size(), old + " to " + now);
  }

  private int picked(
      CompiledPolicy policy,
      @org.jspecify.annotations.Nullable String session,
      DoubleSupplier random) {
    Draft draft =
        new Draft(
            RouteRequest.builder("t", "x").build(),
            policy,
            Draft.Mode.DRY,
            Trace.NONE,
            0,
            null,
            random);
    draft.session = session;
    return pick.pick(draft) ? draft.chosen : -1;
  }

  private static CompiledPolicy policy(List<Integer> weights) {
    String providers =
        IntStream.range(0, weights.size())
            .mapToObj(i -> "{\"name\":\"p" + i + "\",\"weight\":" + weights.get(i) + "}")
            .collect(Collectors.joining(","));
    PolicyModel model =
        new PolicyParser(false)
            .parse("t", "default", "{\"providers\":[" + providers + "]}")
            .model();
    return new PolicyCompiler(
            new ProviderStates(),
            Telemetry.NONE,
            Expectations.DEFAULT,
            null,
            true,
            PipelineLimits.of(RouterConfig.defaults()),
            System::nanoTime)
        .compile(new PolicyKey("t", "default"), 1, Objects.requireNonNull(model));
  }
}
