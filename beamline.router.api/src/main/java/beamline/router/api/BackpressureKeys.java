package beamline.router.api;

import static beamline.router.api.ConfigKey.key;
import static beamline.router.api.ConfigType.decimal;
import static beamline.router.api.ConfigType.duration;
import static beamline.router.api.ConfigType.integer;
import static beamline.router.api.ConfigType.number;

import java.time.Duration;
import java.util.List;

/** From when on the router says that it has too much to do. */
public final class BackpressureKeys {
  /** Messages that wait, at most. */
  public static final ConfigKey<Long> MAX_PENDING =
      key(
              "backpressure.max-pending",
              number(1, 1_000_000_000),
              1_000L,
              "Waiting messages above which this trigger is on.")
          .as("queue_overload");

  /** The 95th percentile of latency, at most. */
  public static final ConfigKey<Duration> MAX_LATENCY =
      key(
              "backpressure.max-latency",
              duration(Duration.ofMillis(1), Duration.ofMinutes(10)),
              Duration.ofSeconds(5),
              "The 95th percentile of processing latency above which this trigger is on.")
          .as("latency_overload_ms");

  /** Requests under way, at most. */
  public static final ConfigKey<Integer> MAX_IN_FLIGHT =
      key(
              "backpressure.max-in-flight",
              integer(1, 1_000_000),
              500,
              "Requests under way above which this trigger is on. Two triggers: active, one:"
                  + " warning.")
          .as("inflight_overload");

  /** When a refused caller may come back. */
  public static final ConfigKey<Duration> RETRY_AFTER =
      key(
              "backpressure.retry-after",
              duration(Duration.ofSeconds(1), Duration.ofHours(1)),
              Duration.ofSeconds(30),
              "When a refused caller is told to come back.")
          .as("backpressure_policy.retry_after_seconds");

  /** How often a refused caller may come back. */
  public static final ConfigKey<Integer> MAX_RETRY_ATTEMPTS =
      key(
              "backpressure.max-retry-attempts",
              integer(0, 100),
              3,
              "How often a refused caller is told to try again.")
          .as("backpressure_policy.max_retry_attempts");

  /** The share of a threshold below which a trigger goes off again. */
  public static final ConfigKey<Double> RECOVERY_THRESHOLD =
      key(
              "backpressure.recovery-threshold",
              decimal(0, 1),
              0.5,
              "The share of a threshold below which its trigger goes off again.")
          .as("backpressure_policy.recovery_threshold");

  /** Latencies that the percentile is taken of. */
  public static final ConfigKey<Integer> LATENCY_SAMPLES =
      key(
              "backpressure.latency-samples",
              integer(10, 1_000_000),
              1_000,
              "Most recent latencies that the percentile is taken of.")
          .as("latency_samples_window_size");

  private BackpressureKeys() {}

  static List<ConfigKey<?>> all() {
    return List.of(
        MAX_PENDING,
        MAX_LATENCY,
        MAX_IN_FLIGHT,
        RETRY_AFTER,
        MAX_RETRY_ATTEMPTS,
        RECOVERY_THRESHOLD,
        LATENCY_SAMPLES);
  }
}
