package beamline.router.api;

import static beamline.router.api.ConfigKey.key;
import static beamline.router.api.ConfigType.duration;
import static beamline.router.api.ConfigType.durations;
import static beamline.router.api.ConfigType.flag;
import static beamline.router.api.ConfigType.integer;
import static beamline.router.api.ConfigType.optionalText;
import static beamline.router.api.ConfigType.tenants;
import static beamline.router.api.ConfigType.text;

import beamline.router.api.admin.TenantList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What comes back from workers: results, acknowledgements, and what becomes of them. */
public final class ResultKeys {
  private static final ConfigType<Integer> DELIVERIES = integer(1, 1000);

  /** Whose results and acknowledgements are accepted. */
  public static final ConfigKey<TenantList> ALLOWED_TENANTS =
      key(
              "result.allowed-tenants",
              tenants(),
              TenantList.all(),
              "Whose results and acknowledgements are accepted.")
          .as("result_ack_allowed_tenants");

  /** Whether the tenant of results is checked. */
  public static final ConfigKey<Boolean> TENANT_VALIDATION =
      key(
              "result.tenant-validation",
              flag(),
              true,
              "Whether the tenant of a result or acknowledgement is checked.")
          .as("tenant_validation_enabled");

  /** Where results arrive. */
  public static final ConfigKey<String> SUBJECT =
      key("result.subject", text(), "caf.exec.result.v1", "Where results arrive.")
          .as("result_subject");

  /** The durable consumer of results. */
  public static final ConfigKey<String> DURABLE =
      key("result.durable", text(), "router-results", "The durable consumer of results.")
          .as("nats_js_durable_group_results");

  /** The group in which nodes share results. */
  public static final ConfigKey<String> DELIVER_GROUP =
      key(
              "result.deliver-group",
              text(),
              "router-results-group",
              "Accepted and without effect: nodes share a durable by pulling from it, which needs no"
                  + " group.")
          .as("nats_js_deliver_group_results");

  /** Deliveries of a result, at most. */
  public static final ConfigKey<Integer> MAX_DELIVER =
      key(
              "result.max-deliver",
              DELIVERIES,
              10,
              "Deliveries of a result, at most; where only consumer.max-deliver is set, that holds.")
          .as("js_max_deliver_results");

  /** Whether acknowledgements are read. */
  public static final ConfigKey<Boolean> ACK_ENABLED =
      key("ack.enabled", flag(), false, "Whether acknowledgements of assignments are read.")
          .as("ack_enabled");

  /** Where acknowledgements arrive. */
  public static final ConfigKey<String> ACK_SUBJECT =
      key("ack.subject", text(), "caf.exec.assign.v1.ack", "Where acknowledgements arrive.")
          .as("ack_subject");

  /** The durable consumer of acknowledgements. */
  public static final ConfigKey<String> ACK_DURABLE =
      key("ack.durable", text(), "router-acks", "The durable consumer of acknowledgements.")
          .as("nats_js_durable_group_acks");

  /** The group in which nodes share acknowledgements. */
  public static final ConfigKey<String> ACK_DELIVER_GROUP =
      key(
              "ack.deliver-group",
              text(),
              "router-acks-group",
              "Accepted and without effect, like result.deliver-group.")
          .as("nats_js_deliver_group_acks");

  /** Deliveries of a message, at most. */
  public static final ConfigKey<Integer> CONSUMER_MAX_DELIVER =
      key(
              "consumer.max-deliver",
              DELIVERIES,
              5,
              "Deliveries of a message, at most, where its kind has no number of its own. (The"
                  + " guide says 5, the reference code 3.)")
          .as("nats_js_max_deliver", "nats_max_deliver");

  /** How long a delivered message may be worked on. */
  public static final ConfigKey<Duration> CONSUMER_ACK_WAIT =
      key(
              "consumer.ack-wait",
              duration(Duration.ofMillis(100), Duration.ofHours(1)),
              Duration.ofSeconds(30),
              "How long a delivered message may go without an acknowledgement before it is"
                  + " delivered again.")
          .as("nats_js_ack_wait_seconds", "nats_ack_wait_ms");

  /** Waits before redeliveries. */
  public static final ConfigKey<List<Duration>> CONSUMER_BACKOFF =
      key(
              "consumer.backoff",
              durations(),
              List.of(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4)),
              "Waits before redeliveries; the last one is used for all further ones.")
          .as("nats_js_backoff_seconds", "nats_backoff_ms");

  /** Spread of these waits. */
  public static final ConfigKey<Integer> CONSUMER_JITTER_PERCENT =
      key(
              "consumer.backoff-jitter-percent",
              integer(0, 100),
              20,
              "By how many percent these waits are spread at random.")
          .as("nats_redelivery_jitter_percent");

  /** Deliveries that are handled at the same time. */
  public static final ConfigKey<Integer> CONSUMER_MAX_IN_FLIGHT =
      key(
          "consumer.max-in-flight",
          integer(1, 65_536),
          256,
          "Deliveries that all nodes together handle at the same time, at most, of each kind.");

  /** Whether usage events are published. */
  public static final ConfigKey<Boolean> USAGE_ENABLED =
      key("usage.enabled", flag(), true, "Whether usage events are published.")
          .as("enable_usage_publish");

  /** Where usage events are published. */
  public static final ConfigKey<String> USAGE_SUBJECT =
      key("usage.subject", text(), "beamline.usage.v1.metered", "Where usage events are published.")
          .as("usage_subject");

  /** Whether messages are handled once only. */
  public static final ConfigKey<Boolean> IDEMPOTENCY_ENABLED =
      key(
              "idempotency.enabled",
              flag(),
              true,
              "Whether a message that comes twice is handled once.")
          .as("idempotency_enabled");

  /** How long a message is remembered. */
  public static final ConfigKey<Duration> IDEMPOTENCY_TTL =
      key(
              "idempotency.ttl",
              duration(Duration.ofSeconds(1), Duration.ofDays(30)),
              Duration.ofHours(1),
              "How long a handled message is remembered.")
          .as("idempotency_ttl_seconds");

  /** Messages remembered, at most. */
  public static final ConfigKey<Integer> IDEMPOTENCY_MAX_ENTRIES =
      key(
              "idempotency.max-entries",
              integer(1, 100_000_000),
              1_000_000,
              "Handled messages remembered in memory, at most.")
          .as("idempotency_max_size");

  /** Whether messages that cannot be handled are kept. */
  public static final ConfigKey<Boolean> DEAD_LETTER_ENABLED =
      key(
              "dead-letter.enabled",
              flag(),
              true,
              "Whether messages that cannot be handled are published as dead letters.")
          .as("dlq_enabled");

  /** Where dead letters are published. */
  public static final ConfigKey<Optional<String>> DEAD_LETTER_SUBJECT =
      key(
              "dead-letter.subject",
              optionalText(),
              Optional.empty(),
              "The one subject of all dead letters; undefined: the message's own with .dlq added.")
          .as("dlq_subject_pattern", "dlq_subject");

  /** Whether dead letters hold the message. */
  public static final ConfigKey<Boolean> DEAD_LETTER_MESSAGE =
      key(
              "dead-letter.include-message",
              flag(),
              true,
              "Whether a dead letter holds the original message, without which it cannot be"
                  + " replayed.")
          .as("dlq_include_full_message");

  private ResultKeys() {}

  static List<ConfigKey<?>> all() {
    return List.of(
        ALLOWED_TENANTS,
        TENANT_VALIDATION,
        SUBJECT,
        DURABLE,
        DELIVER_GROUP,
        MAX_DELIVER,
        ACK_ENABLED,
        ACK_SUBJECT,
        ACK_DURABLE,
        ACK_DELIVER_GROUP,
        CONSUMER_MAX_DELIVER,
        CONSUMER_ACK_WAIT,
        CONSUMER_BACKOFF,
        CONSUMER_JITTER_PERCENT,
        CONSUMER_MAX_IN_FLIGHT,
        USAGE_ENABLED,
        USAGE_SUBJECT,
        IDEMPOTENCY_ENABLED,
        IDEMPOTENCY_TTL,
        IDEMPOTENCY_MAX_ENTRIES,
        DEAD_LETTER_ENABLED,
        DEAD_LETTER_SUBJECT,
        DEAD_LETTER_MESSAGE);
  }
}
