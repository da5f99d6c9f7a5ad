package beamline.router.api;

import static beamline.router.api.ConfigKey.key;
import static beamline.router.api.ConfigType.duration;
import static beamline.router.api.ConfigType.flag;
import static beamline.router.api.ConfigType.integer;
import static beamline.router.api.ConfigType.number;
import static beamline.router.api.ConfigType.tenants;
import static beamline.router.api.ConfigType.text;

import beamline.router.api.admin.TenantList;
import java.time.Duration;
import java.util.List;

/** What is let in, and from where. */
public final class IntakeKeys {
  /** Length of a request, at most. */
  public static final ConfigKey<Integer> MAX_PAYLOAD_BYTES =
      key(
              "intake.max-payload-bytes",
              integer(1, 64 * 1024 * 1024),
              1_048_576,
              "Length of a request in bytes, at most; checked before it is parsed.")
          .as("nats_max_payload_size");

  /** Length of the task's payload, at least. */
  public static final ConfigKey<Integer> MIN_PAYLOAD_BYTES =
      key(
              "intake.min-payload-bytes",
              integer(0, 1_048_576),
              0,
              "Length of the task's payload in bytes, at least. (The reference code says 10, which"
                  + " refuses the empty payload that the gateway sends.)")
          .as("min_payload_size");

  /** Nesting of a request, at most. */
  public static final ConfigKey<Integer> MAX_DEPTH =
      key(
          "intake.max-depth",
          integer(8, 256),
          64,
          "Nesting of objects and arrays in a request, at most.");

  /** Number of values in a request, at most. */
  public static final ConfigKey<Integer> MAX_VALUES =
      key(
          "intake.max-values",
          integer(100, 10_000_000),
          100_000,
          "Number of values in a request, at most.");

  /** Whether ids must have the form of the contract. */
  public static final ConfigKey<Boolean> STRICT_CORRELATION_IDS =
      key(
          "intake.strict-correlation-ids",
          flag(),
          false,
          "Whether request, run, flow, step and trace ids must be UUIDs, ULIDs or trace ids as the"
              + " contract documents them; if not, any text is accepted, as peers send any text.");

  /** Whose requests are decided. */
  public static final ConfigKey<TenantList> ALLOWED_TENANTS =
      key(
              "intake.allowed-tenants",
              tenants(),
              TenantList.all(),
              "Whose requests are decided. Independent of the lists for assignments and results.")
          .as("intake_allowed_tenants");

  /** Where decide requests arrive. */
  public static final ConfigKey<String> SUBJECT =
      key("intake.subject", text(), "beamline.router.v1.decide", "Where decide requests arrive.")
          .as("decide_subject", "nats_subject", "router_decide_subject");

  /** The queue group that shares decide requests. */
  public static final ConfigKey<String> QUEUE_GROUP =
      key(
              "intake.queue-group",
              text(),
              "router-decide-group",
              "The queue group in which nodes share decide requests.")
          .as("nats_js_deliver_group_decide");

  /** From which length a payload counts as heavy. */
  public static final ConfigKey<Integer> ABUSE_PAYLOAD_BYTES =
      key(
              "abuse.large-payload-bytes",
              integer(1, 64 * 1024 * 1024),
              524_288,
              "From which length in bytes a payload counts as heavy. Observed, never refused.")
          .as("abuse_large_payload_threshold");

  /** From which share of heavy payloads a tenant is reported. */
  public static final ConfigKey<Integer> ABUSE_RATIO_PERCENT =
      key(
              "abuse.large-payload-percent",
              integer(1, 100),
              80,
              "From which percentage of heavy payloads a tenant is reported.")
          .as("abuse_ratio_threshold");

  /** How many requests a share is worth looking at. */
  public static final ConfigKey<Integer> ABUSE_MIN_REQUESTS =
      key(
              "abuse.min-requests",
              integer(1, 1_000_000),
              10,
              "From how many requests on the percentage is looked at.")
          .as("abuse_min_requests_for_pattern");

  /** From how many requests in the window a tenant is reported. */
  public static final ConfigKey<Long> ABUSE_MAX_REQUESTS =
      key(
              "abuse.max-requests",
              number(1, 1_000_000_000),
              50L,
              "From how many requests in the window a tenant is reported as targeted.")
          .as("abuse_request_count_threshold");

  /** How far back requests are counted. */
  public static final ConfigKey<Duration> ABUSE_WINDOW =
      key(
              "abuse.window",
              duration(Duration.ofSeconds(1), Duration.ofDays(1)),
              Duration.ofSeconds(300),
              "How far back requests are counted for these reports.")
          .as("abuse_retention_window_seconds");

  private IntakeKeys() {}

  static List<ConfigKey<?>> all() {
    return List.of(
        MAX_PAYLOAD_BYTES,
        MIN_PAYLOAD_BYTES,
        MAX_DEPTH,
        MAX_VALUES,
        STRICT_CORRELATION_IDS,
        ALLOWED_TENANTS,
        SUBJECT,
        QUEUE_GROUP,
        ABUSE_PAYLOAD_BYTES,
        ABUSE_RATIO_PERCENT,
        ABUSE_MIN_REQUESTS,
        ABUSE_MAX_REQUESTS,
        ABUSE_WINDOW);
  }
}
