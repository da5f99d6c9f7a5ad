package beamline.router.api;

import static beamline.router.api.ConfigKey.key;
import static beamline.router.api.ConfigType.duration;
import static beamline.router.api.ConfigType.flag;
import static beamline.router.api.ConfigType.integer;

import java.time.Duration;
import java.util.List;

/** What extensions may cost, and how many a policy may have. */
public final class ExtensionKeys {
  private static final ConfigType<Duration> TIMEOUT =
      duration(Duration.ofMillis(1), Duration.ofMinutes(1));

  /** Length of what an extension is sent, at most. */
  public static final ConfigKey<Integer> MAX_PAYLOAD_BYTES =
      key(
              "extension.max-payload-bytes",
              integer(1, 64 * 1024 * 1024),
              1_048_576,
              "Length in bytes of the message that an extension is sent, at most.")
          .as("extension_max_payload_size");

  /** Length of the metadata an extension is sent, at most. */
  public static final ConfigKey<Integer> MAX_METADATA_BYTES =
      key(
              "extension.max-metadata-bytes",
              integer(1, 64 * 1024 * 1024),
              65_536,
              "Length in bytes of the routing context that an extension is sent, at most.")
          .as("extension_max_metadata_size");

  /** Retries that an extension may ask for. */
  public static final ConfigKey<Integer> MAX_RETRIES =
      key(
              "extension.max-retries",
              integer(0, 10),
              3,
              "Retries after a timeout that an extension may ask for, at most.")
          .as("extension_max_retries");

  /** The shortest timeout an extension may ask for. */
  public static final ConfigKey<Duration> MIN_TIMEOUT =
      key(
              "extension.min-timeout",
              TIMEOUT,
              Duration.ofMillis(10),
              "The shortest timeout that an extension may ask for.")
          .as("extension_min_timeout_ms");

  /** The longest timeout an extension may ask for. */
  public static final ConfigKey<Duration> MAX_TIMEOUT =
      key(
              "extension.max-timeout",
              TIMEOUT,
              Duration.ofSeconds(5),
              "The longest timeout that an extension may ask for; the default of one that asks for"
                  + " none.")
          .as("extension_max_timeout_ms");

  /** Calls of one extension in this process that may hold a thread. */
  public static final ConfigKey<Integer> MAX_BLOCKED_CALLS =
      count(
          "extension.max-blocked-calls",
          16,
          "Calls of one in-process extension that may hold a thread at the same time. Further ones"
              + " wait within their timeout, and fail at once as unavailable while all of these are"
              + " overdue. All in-process extensions together hold at most half of"
              + " executor.max-threads.");

  /** Extensions of a policy in all three lists. */
  public static final ConfigKey<Integer> MAX_PIPELINE_DEPTH =
      count(
              "extension.max-pipeline-depth",
              10,
              "Extensions of a policy in its three lists together, at most.")
          .as("extension_max_pipeline_depth");

  /** Pre-processors of a policy, at most. */
  public static final ConfigKey<Integer> MAX_PRE_PROCESSORS =
      count("extension.max-pre-processors", 5, "Pre-processors of a policy, at most.")
          .as("extension_max_pre_count");

  /** Validators of a policy, at most. */
  public static final ConfigKey<Integer> MAX_VALIDATORS =
      count("extension.max-validators", 5, "Validators of a policy, at most.")
          .as("extension_max_validators_count");

  /** Post-processors of a policy, at most. */
  public static final ConfigKey<Integer> MAX_POST_PROCESSORS =
      count("extension.max-post-processors", 5, "Post-processors of a policy, at most.")
          .as("extension_max_post_count");

  /** Different extensions of a tenant, at most. */
  public static final ConfigKey<Integer> MAX_PER_TENANT =
      count(
              "extension.max-per-tenant",
              20,
              "Different extensions in all policies of a tenant, at most. Asked of whoever stores a"
                  + " policy; not of policies that come into the store another way.")
          .as("extension_max_per_tenant");

  /** Different extensions of a policy, at most. */
  public static final ConfigKey<Integer> MAX_PER_POLICY =
      count("extension.max-per-policy", 10, "Different extensions of a policy, at most.")
          .as("extension_max_per_policy");

  /** Extensions of a policy that are still thought sensible. */
  public static final ConfigKey<Integer> RECOMMENDED_TOTAL =
      count(
              "extension.recommended-total",
              4,
              "Extensions of a policy above which complexity is warned about.")
          .as("extension_recommended_max_pipeline_total");

  /** Pre-processors that are still thought sensible. */
  public static final ConfigKey<Integer> RECOMMENDED_PRE_PROCESSORS =
      count("extension.recommended-pre-processors", 2, "The same for pre-processors.")
          .as("extension_recommended_max_pre_count");

  /** Validators that are still thought sensible. */
  public static final ConfigKey<Integer> RECOMMENDED_VALIDATORS =
      count("extension.recommended-validators", 2, "The same for validators.")
          .as("extension_recommended_max_validators_count");

  /** Post-processors that are still thought sensible. */
  public static final ConfigKey<Integer> RECOMMENDED_POST_PROCESSORS =
      count("extension.recommended-post-processors", 2, "The same for post-processors.")
          .as("extension_recommended_max_post_count");

  /** The latency estimated for one extension. */
  public static final ConfigKey<Duration> ESTIMATED_LATENCY =
      key(
              "extension.estimated-latency",
              TIMEOUT,
              Duration.ofMillis(30),
              "The latency of one extension that complexity estimates reckon with.")
          .as("extension_estimated_latency_per_extension_ms");

  /** Whether extensions have a breaker. */
  public static final ConfigKey<Boolean> BREAKER_ENABLED =
      key(
              "extension.breaker-enabled",
              flag(),
              false,
              "Whether each extension has a circuit breaker.")
          .as("extension_registry.circuit_breaker_enabled");

  /** Failures in a row that open an extension's breaker. */
  public static final ConfigKey<Integer> BREAKER_FAILURE_THRESHOLD =
      count(
              "extension.breaker-failure-threshold",
              5,
              "Failures in a row that open an extension's breaker.")
          .as("extension_registry.circuit_breaker_failure_threshold");

  /** How long an extension's breaker stays open. */
  public static final ConfigKey<Duration> BREAKER_OPEN_TIME =
      key(
              "extension.breaker-open-time",
              duration(Duration.ofSeconds(1), Duration.ofHours(1)),
              Duration.ofSeconds(60),
              "How long an extension's breaker stays open.")
          .as("extension_registry.circuit_breaker_timeout_seconds");

  private ExtensionKeys() {}

  static List<ConfigKey<?>> all() {
    return List.of(
        MAX_PAYLOAD_BYTES,
        MAX_METADATA_BYTES,
        MAX_RETRIES,
        MIN_TIMEOUT,
        MAX_TIMEOUT,
        MAX_BLOCKED_CALLS,
        MAX_PIPELINE_DEPTH,
        MAX_PRE_PROCESSORS,
        MAX_VALIDATORS,
        MAX_POST_PROCESSORS,
        MAX_PER_TENANT,
        MAX_PER_POLICY,
        RECOMMENDED_TOTAL,
        RECOMMENDED_PRE_PROCESSORS,
        RECOMMENDED_VALIDATORS,
        RECOMMENDED_POST_PROCESSORS,
        ESTIMATED_LATENCY,
        BREAKER_ENABLED,
        BREAKER_FAILURE_THRESHOLD,
        BREAKER_OPEN_TIME);
  }

  private static ConfigKey<Integer> count(String name, int defaultValue, String description) {
    return key(name, integer(1, 1000), defaultValue, description);
  }
}
