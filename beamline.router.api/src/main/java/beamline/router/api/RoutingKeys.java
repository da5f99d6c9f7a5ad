package beamline.router.api;

import static beamline.router.api.ConfigKey.key;
import static beamline.router.api.ConfigType.decimal;
import static beamline.router.api.ConfigType.duration;
import static beamline.router.api.ConfigType.flag;
import static beamline.router.api.ConfigType.integer;
import static beamline.router.api.ConfigType.optionalText;

import beamline.router.api.policy.PolicyKey;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How policies are read, and what holds where a policy says nothing. */
public final class RoutingKeys {
  /** Whether policies are refused for what is normally a warning. */
  public static final ConfigKey<Boolean> POLICY_STRICT =
      key(
          "policy.strict",
          flag(),
          false,
          "Whether a policy with unknown or deprecated fields is refused instead of warned about.");

  /** Whose default policy serves tenants that have none. */
  public static final ConfigKey<Optional<String>> POLICY_FALLBACK_TENANT =
      key(
          "policy.fallback-tenant",
          optionalText("an id: 1 to 255 letters, digits and _ . - : /", PolicyKey::isId),
          Optional.empty(),
          "The tenant whose policies serve tenants that have no policy of that name; undefined:"
              + " such a request is refused.");

  /** Whether requests are kept on one provider. */
  public static final ConfigKey<Boolean> STICKY_ENABLED =
      key(
              "sticky.enabled",
              flag(),
              true,
              "Whether sticky policies pin sessions to providers. (The reference code says false.)")
          .as("sticky_store_enabled");

  /** Pins kept near, at most. */
  public static final ConfigKey<Integer> STICKY_MAX_ENTRIES =
      key(
          "sticky.max-entries",
          integer(1, 100_000_000),
          100_000,
          "Sticky pins kept in memory, at most; about 200 bytes each, and another 250 in the state"
              + " store `memory`. A session beyond that still goes where its hash says, but moves"
              + " when weights change.");

  /** The latency expected of a provider that nothing is known of. */
  public static final ConfigKey<Duration> EXPECTED_LATENCY =
      key(
          "provider.expected-latency",
          duration(Duration.ZERO, Duration.ofHours(1)),
          Duration.ofMillis(500),
          "The latency expected of a provider whose policy says none and that never reported.");

  /** The cost expected of a provider that nothing is known of. */
  public static final ConfigKey<Double> EXPECTED_COST =
      key(
          "provider.expected-cost",
          decimal(0, 1_000_000),
          0.01,
          "The cost expected of a provider whose policy says none and that never reported.");

  /** Whether providers have a breaker where the policy says nothing. */
  public static final ConfigKey<Boolean> BREAKER_ENABLED =
      key(
              "breaker.enabled",
              flag(),
              false,
              "Whether providers have a circuit breaker where the policy has no breaker block.")
          .as("circuit_breaker_default_enabled");

  /** Failures in a row that open a breaker. */
  public static final ConfigKey<Integer> BREAKER_FAILURE_THRESHOLD =
      key("breaker.failure-threshold", integer(1, 100), 5, "Failures in a row that open a breaker.")
          .as("circuit_breaker_default_failure_threshold");

  /** Successful probes that close a breaker. */
  public static final ConfigKey<Integer> BREAKER_SUCCESS_THRESHOLD =
      key(
              "breaker.success-threshold",
              integer(1, 10),
              2,
              "Successful probes that close a half-open breaker.")
          .as("circuit_breaker_default_success_threshold");

  /** How long a breaker stays open. */
  public static final ConfigKey<Duration> BREAKER_OPEN_TIME =
      key(
              "breaker.open-time",
              duration(Duration.ofSeconds(1), Duration.ofSeconds(300)),
              Duration.ofSeconds(60),
              "How long a breaker stays open before it lets probes through.")
          .as("circuit_breaker_default_timeout_ms");

  /** Probes at a time. */
  public static final ConfigKey<Integer> BREAKER_HALF_OPEN_CALLS =
      key(
              "breaker.half-open-max-calls",
              integer(1, 100),
              3,
              "Probes that a half-open breaker lets through at a time.")
          .as("circuit_breaker_default_half_open_max_calls");

  /** The share of failures that opens a breaker. */
  public static final ConfigKey<Double> BREAKER_ERROR_RATE =
      key(
              "breaker.error-rate-threshold",
              decimal(0, 1),
              0.5,
              "The share of failures in the window that opens a breaker.")
          .as("circuit_breaker_default_error_rate_threshold");

  /** The window of the share of failures. */
  public static final ConfigKey<Duration> BREAKER_WINDOW =
      key(
              "breaker.error-rate-window",
              duration(Duration.ofSeconds(1), Duration.ofHours(1)),
              Duration.ofSeconds(60),
              "The window in which the share of failures is counted.")
          .as("circuit_breaker_default_error_rate_window_seconds");

  /** Calls in the window from which the share counts. */
  public static final ConfigKey<Integer> BREAKER_MINIMUM_CALLS =
      key(
          "breaker.minimum-calls",
          integer(1, 1_000_000),
          10,
          "Calls in the window from which on the share of failures counts.");

  /** The mean latency that opens a breaker. */
  public static final ConfigKey<Duration> BREAKER_LATENCY =
      key(
              "breaker.latency-threshold",
              duration(Duration.ofMillis(1), Duration.ofHours(1)),
              Duration.ofSeconds(5),
              "The mean reported latency in the window, over enough calls, that opens a breaker.")
          .as("circuit_breaker_default_latency_threshold_ms");

  private RoutingKeys() {}

  static List<ConfigKey<?>> all() {
    return List.of(
        POLICY_STRICT,
        POLICY_FALLBACK_TENANT,
        STICKY_ENABLED,
        STICKY_MAX_ENTRIES,
        EXPECTED_LATENCY,
        EXPECTED_COST,
        BREAKER_ENABLED,
        BREAKER_FAILURE_THRESHOLD,
        BREAKER_SUCCESS_THRESHOLD,
        BREAKER_OPEN_TIME,
        BREAKER_HALF_OPEN_CALLS,
        BREAKER_ERROR_RATE,
        BREAKER_WINDOW,
        BREAKER_MINIMUM_CALLS,
        BREAKER_LATENCY);
  }
}
