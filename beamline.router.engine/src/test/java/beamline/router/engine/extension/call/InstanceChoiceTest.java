package beamline.router.engine.extension.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.engine.extension.registry.ExtensionRecord;
import beamline.router.engine.extension.registry.ExtensionRecord.Instance;
import beamline.router.spi.Telemetry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class InstanceChoiceTest {
  private static final int DRAWS = 2_000;

  private final AtomicLong nanos = new AtomicLong(1_000_000_000L);
  private boolean registered = true;
  private final SplittableRandom random = new SplittableRandom(42);
  private final InstanceChoice choice =
      new InstanceChoice(random::nextDouble, nanos::get, id -> registered, Telemetry.NONE);

  @Property(tries = 20)
  void drawsFollowTheWeightsWithinStatisticalBounds(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 100) Integer> weights, @ForAll long seed)
      throws CallFailure {
    SplittableRandom draws = new SplittableRandom(seed);
    InstanceChoice fresh =
        new InstanceChoice(draws::nextDouble, nanos::get, id -> true, Telemetry.NONE);
    Instance[] instances =
        IntStream.range(0, weights.size())
            .mapToObj(i -> new Instance("i" + i, "s" + i, weights.get(i), true, false))
            .toArray(Instance[]::new);
    ExtensionRecord record = record(instances);
    int total = weights.stream().mapToInt(Integer::intValue).sum();
    int[] counts = new int[weights.size()];
    for (int i = 0; i < DRAWS && total > 0; i++) {
      counts[Integer.parseInt(fresh.choose(record, Samples.SUBJECT).subject().substring(1))]++;
    }
    for (int i = 0; i < counts.length; i++) {
      double share = total == 0 ? 0 : weights.get(i) / (double) total;
      double deviation = Math.sqrt(DRAWS * share * (1 - share));
      assertThat(Math.abs(DRAWS * share - counts[i])).isLessThanOrEqualTo(6 * deviation + 1e-9);
    }
  }

  @Test
  void theBordersOfTheDrawNeverPickAnInstanceWithoutWeight() throws CallFailure {
    ExtensionRecord record =
        record(weighing("none", 0), weighing("a", 1), weighing("b", 2), weighing("last", 0));
    for (double draw : new double[] {0, 0.5, Math.nextDown(1.0)}) {
      assertThat(
              new InstanceChoice(() -> draw, nanos::get, id -> true, Telemetry.NONE)
                  .choose(record, Samples.SUBJECT)
                  .subject())
          .isIn("a", "b");
    }
  }

  @Test
  void anExtensionWithoutInstancesIsCalledAtItsSubject() throws CallFailure {
    assertThat(choice.choose(record(), Samples.SUBJECT).subject()).isEqualTo(Samples.SUBJECT);
  }

  @Test
  void aVersionWithASubjectOfItsOwnHasNoInstances() throws CallFailure {
    assertThat(choice.choose(record(weighing("a", 1)), "ext.guard.v2").subject())
        .isEqualTo("ext.guard.v2");
  }

  @Test
  void instancesThatAreUnhealthyOrNotEnabledAreNotCalled() {
    assertThat(
            drawn(
                record(
                    weighing("a", 1),
                    new Instance("sick", "sick", 100, true, true),
                    new Instance("off", "off", 100, false, false))))
        .containsExactly("a");
  }

  @Test
  void whenNoneIsHealthyThoseAreCalledThatAreEnabled() {
    assertThat(
            drawn(
                record(
                    new Instance("sick", "sick", 100, true, true),
                    new Instance("off", "off", 100, false, false))))
        .containsExactly("sick");
  }

  @Test
  void whenNoneMayBeCalledTheCallFailsAndNobodyIsToBlame() {
    assertThatThrownBy(
            () ->
                choice.choose(
                    record(new Instance("off", "off", 100, false, false), weighing("none", 0)),
                    Samples.SUBJECT))
        .isInstanceOfSatisfying(
            CallFailure.class,
            failure -> {
              assertThat(failure.code()).isEqualTo(ErrorCode.EXTENSION_UNAVAILABLE);
              assertThat(failure.blamed()).isFalse();
            });
  }

  @Test
  void anInstanceThatFailsThreeTimesIsLeftAloneForTenSecondsAndThenTriedOnce() throws CallFailure {
    ExtensionRecord record = record(weighing("a", 100), weighing("b", 1));
    fail(record, "a", 2);
    succeed(record, "a");
    fail(record, "a", 2);
    assertThat(drawn(record)).contains("a");

    fail(record, "a", 1);
    assertThat(drawn(record)).containsExactly("b");

    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    Place probe = chosen(record, "a");
    assertThat(drawn(record)).containsExactly("b"); // one probe at a time
    probe.ended(false, nanos.get());
    assertThat(drawn(record)).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void aProbeThatFailsKeepsCallsAwayForAnotherTenSeconds() throws CallFailure {
    ExtensionRecord record = record(weighing("a", 100), weighing("b", 1));
    fail(record, "a", 3);
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    fail(record, "a", 1);
    nanos.addAndGet(Duration.ofSeconds(9).toNanos());
    assertThat(drawn(record)).containsExactly("b");
  }

  @Test
  void aCallThatSaidNothingMakesRoomForAnotherProbe() throws CallFailure {
    ExtensionRecord record = record(weighing("a", 100), weighing("b", 1));
    fail(record, "a", 3);
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    chosen(record, "a").undecided();
    assertThat(drawn(record)).contains("a");
  }

  @Test
  void whenAllFailTheyAreCalledAllTheSame() throws CallFailure {
    ExtensionRecord record = record(weighing("a", 1), weighing("b", 1));
    fail(record, "a", 3);
    fail(record, "b", 3);
    assertThat(drawn(record)).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void whatIsKnownOfAnInstanceOutlivesAChangeOfItsExtension() throws CallFailure {
    fail(record(weighing("a", 100), weighing("b", 1)), "a", 3);
    assertThat(drawn(record(weighing("a", 50), weighing("b", 1)))).containsExactly("b");
  }

  @Test
  void itIsForgottenWithTheInstanceItsSubjectOrItsExtension() throws CallFailure {
    Instance b = weighing("b", 1);
    fail(record(weighing("a", 100), b), "a", 3);
    assertThat(drawn(record(new Instance("a", "elsewhere", 100, true, false), b)))
        .contains("elsewhere");

    fail(record(weighing("a", 100), b), "a", 3);
    drawn(record(b));
    assertThat(drawn(record(weighing("a", 100), b))).contains("a");

    fail(record(weighing("a", 100), b), "a", 3);
    registered = false;
    assertThat(drawn(record(weighing("a", 100), b))).contains("a");
  }

  private void fail(ExtensionRecord record, String subject, int times) throws CallFailure {
    for (int i = 0; i < times; i++) {
      chosen(record, subject).ended(true, nanos.get());
    }
  }

  private void succeed(ExtensionRecord record, String subject) throws CallFailure {
    chosen(record, subject).ended(false, nanos.get());
  }

  /** Draws until it is this one. */
  private Place chosen(ExtensionRecord record, String subject) throws CallFailure {
    for (int i = 0; i < 1000; i++) {
      Place place = choice.choose(record, Samples.SUBJECT);
      if (place.subject().equals(subject)) {
        return place;
      }
    }
    throw new AssertionError(subject + " is never chosen");
  }

  private Set<String> drawn(ExtensionRecord record) {
    Set<String> subjects = new TreeSet<>();
    try {
      for (int i = 0; i < 500; i++) {
        Place place = choice.choose(record, Samples.SUBJECT);
        place.undecided();
        subjects.add(place.subject());
      }
    } catch (CallFailure e) {
      throw new AssertionError(e);
    }
    return subjects;
  }

  private static Instance weighing(String id, int weight) {
    return new Instance(id, id, weight, true, false);
  }

  private static ExtensionRecord record(Instance... instances) {
    return Samples.record(List.of(), List.of(instances));
  }
}
