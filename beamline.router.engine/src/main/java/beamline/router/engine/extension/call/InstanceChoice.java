package beamline.router.engine.extension.call;

import beamline.router.api.ErrorCode;
import beamline.router.engine.breaker.Breaker;
import beamline.router.engine.breaker.BreakerListener;
import beamline.router.engine.extension.registry.ExtensionRecord;
import beamline.router.engine.policy.BreakerModel;
import beamline.router.spi.BreakerState;
import beamline.router.spi.Telemetry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Which instance of an extension is called: a draw by weight among those that are enabled and do
 * well; when none does well, among all that are enabled. Three failures in a row keep calls away
 * from an instance for ten seconds, then one call finds out whether it works again.
 *
 * <p>What is known of an instance lasts as long as its extension has it with the same subject, over
 * changes of the registry. Safe for concurrent use.
 */
public final class InstanceChoice {
  /** Only failures in a row open it: so many calls are never in its window. */
  private static final BreakerModel HEALTH =
      new BreakerModel(true, 3, 1, 10_000, 1, 1.0, 60, 3_600_000, Integer.MAX_VALUE);

  private final DoubleSupplier random;
  private final LongSupplier nanoTime;
  private final Predicate<String> isRegistered;
  private final Telemetry telemetry;
  private final Map<String, Crew> crews = new ConcurrentHashMap<>();

  /**
   * A choice that knows no instance yet.
   *
   * @param random draws from 0, inclusive, to 1, exclusive
   * @param isRegistered whether there still is an extension of an id
   */
  public InstanceChoice(
      DoubleSupplier random,
      LongSupplier nanoTime,
      Predicate<String> isRegistered,
      Telemetry telemetry) {
    this.random = random;
    this.nanoTime = nanoTime;
    this.isRegistered = isRegistered;
    this.telemetry = telemetry;
  }

  /**
   * Chooses. Instances share the extension's own subject: a version with another has none.
   *
   * @param subject that of the version
   * @throws CallFailure when there are instances and none may be called
   */
  Place choose(ExtensionRecord record, String subject) throws CallFailure {
    if (record.instances().isEmpty() || !subject.equals(record.own().subject())) {
      return Place.only(subject);
    }
    Place place = choose(record);
    telemetry.extensionInstanceCalled(record.id(), place.instance());
    return place;
  }

  private Place choose(ExtensionRecord record) throws CallFailure {
    List<Place> usable = crew(record).usable;
    if (usable.isEmpty()) {
      throw CallFailure.unblamed(
          ErrorCode.EXTENSION_UNAVAILABLE, "has no instance that is enabled and has a weight");
    }
    long now = nanoTime.getAsLong();
    List<Place> well = new ArrayList<>(usable);
    well.removeIf(place -> !place.doesWell(now));
    while (!well.isEmpty()) {
      Place place = drawn(well);
      if (place.take(now)) {
        return place;
      }
      well.remove(place); // another call tries it out
    }
    return drawn(usable);
  }

  private Place drawn(List<Place> places) {
    long total = 0;
    for (Place place : places) {
      total += place.weight();
    }
    double left = random.getAsDouble() * total;
    for (Place place : places) {
      left -= place.weight();
      if (left < 0) {
        return place;
      }
    }
    return places.get(places.size() - 1); // rounding may leave a grain over
  }

  @SuppressWarnings("ReferenceEquality") // another revision is another object; equality is slow
  private Crew crew(ExtensionRecord record) {
    Crew known = crews.get(record.id());
    if (known != null && known.record == record) {
      return known;
    }
    crews.keySet().removeIf(id -> !isRegistered.test(id));
    return crews.compute(record.id(), (id, before) -> crew(record, before));
  }

  private Crew crew(ExtensionRecord record, @Nullable Crew before) {
    Map<Seat, Breaker> breakers = new HashMap<>();
    List<Place> usable = new ArrayList<>();
    for (ExtensionRecord.Instance instance : record.instances()) {
      Seat seat = new Seat(instance.id(), instance.subject());
      Breaker known = before == null ? null : before.breakers.get(seat);
      long now = nanoTime.getAsLong();
      Breaker breaker =
          known == null ? new Breaker(HEALTH, judging(record.id(), instance.id()), now) : known;
      breakers.put(seat, breaker);
      if (instance.enabled() && instance.weight() > 0) {
        Place place =
            new Place(
                instance.id(),
                instance.subject(),
                instance.weight(),
                instance.unhealthy(),
                breaker);
        usable.add(place);
        telemetry.extensionInstanceJudged(record.id(), instance.id(), place.doesWell(now));
      }
    }
    return new Crew(record, breakers, usable);
  }

  private BreakerListener judging(String extensionId, String instanceId) {
    return (from, to, trigger) -> {
      if (to != BreakerState.HALF_OPEN) { // nobody knows yet
        telemetry.extensionInstanceJudged(extensionId, instanceId, to == BreakerState.CLOSED);
      }
    };
  }

  /** What an instance is known by. */
  private record Seat(String id, String subject) {}

  /** The instances of one revision of an extension. */
  private record Crew(ExtensionRecord record, Map<Seat, Breaker> breakers, List<Place> usable) {}
}
