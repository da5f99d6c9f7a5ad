package beamline.router.api;

import static beamline.router.api.ConfigKey.key;
import static beamline.router.api.ConfigType.duration;
import static beamline.router.api.ConfigType.flag;
import static beamline.router.api.ConfigType.integer;
import static beamline.router.api.ConfigType.list;
import static beamline.router.api.ConfigType.tenants;
import static beamline.router.api.ConfigType.text;

import beamline.router.api.admin.TenantList;
import java.time.Duration;
import java.util.List;

/** Assignments that are published to workers. */
public final class AssignmentKeys {
  /** Whether assignments are published. */
  public static final ConfigKey<Boolean> ENABLED =
      key(
              "assignment.enabled",
              flag(),
              true,
              "Whether assignments are published. Effective only together with"
                  + " assignment.push-enabled: both must be true.")
          .as("assignment_enabled");

  /** The guide's kill switch. */
  public static final ConfigKey<Boolean> PUSH_ENABLED =
      key(
              "assignment.push-enabled",
              flag(),
              true,
              "The guide's kill switch: whether assignments are published. Can be changed at run"
                  + " time with RouterControls.")
          .as("caf_push_assignment_enabled");

  /** Whose assignments are published. */
  public static final ConfigKey<TenantList> ALLOWED_TENANTS =
      key(
              "assignment.allowed-tenants",
              tenants(),
              TenantList.all(),
              "Whose assignments are published; decisions are not affected.")
          .as("caf_push_assignment_allowed_tenants");

  /** Where assignments are published. */
  public static final ConfigKey<String> SUBJECT =
      key(
              "assignment.subject",
              text(),
              "caf.exec.assign.v1",
              "Where assignments are published when the request names no subject.")
          .as("assignment_subject", "caf_assignment_subject");

  /** How subjects named by requests must begin. */
  public static final ConfigKey<List<String>> SUBJECT_PREFIXES =
      key(
          "assignment.subject-prefixes",
          list(),
          List.of("caf.exec.assign."),
          "How a subject named by a request must begin.");

  /** Retries after the first attempt to publish. */
  public static final ConfigKey<Integer> MAX_RETRIES =
      key(
              "assignment.max-retries",
              integer(0, 20),
              3,
              "Retries after the first attempt to publish; the guide advises 3 to 5. (The reference"
                  + " code counts the first attempt among them.)")
          .as("caf_max_retries");

  /** The wait before the first retry. */
  public static final ConfigKey<Duration> RETRY_BASE =
      key(
              "assignment.retry-base",
              duration(Duration.ofMillis(1), Duration.ofMinutes(1)),
              Duration.ofMillis(100),
              "The wait before the first retry; doubled for each further one. (The reference code"
                  + " doubles it for the first as well.)")
          .as("caf_retry_base_ms");

  /** The deadline as a multiple of the expected latency. */
  public static final ConfigKey<Integer> DEADLINE_MULTIPLIER =
      key(
              "assignment.deadline-multiplier",
              integer(1, 1000),
              5,
              "The deadline of an assignment as a multiple of the provider's expected latency.")
          .as("caf_deadline_multiplier");

  /** The shortest deadline. */
  public static final ConfigKey<Duration> DEADLINE_MIN =
      key(
              "assignment.deadline-min",
              duration(Duration.ofMillis(1), Duration.ofDays(1)),
              Duration.ofSeconds(5),
              "The shortest deadline of an assignment.")
          .as("caf_deadline_min_ms");

  /** The longest deadline. */
  public static final ConfigKey<Duration> DEADLINE_MAX =
      key(
              "assignment.deadline-max",
              duration(Duration.ofMillis(1), Duration.ofDays(1)),
              Duration.ofSeconds(60),
              "The longest deadline of an assignment.")
          .as("caf_deadline_max_ms");

  /** Assignments that are watched. */
  public static final ConfigKey<Integer> MAX_OPEN =
      key(
          "assignment.max-open",
          integer(1, 100_000_000),
          1_000_000,
          "Assignments whose results are waited for or remembered, at most; a node holds about a"
              + " kilobyte for one that waits.");

  private AssignmentKeys() {}

  static List<ConfigKey<?>> all() {
    return List.of(
        ENABLED,
        PUSH_ENABLED,
        ALLOWED_TENANTS,
        SUBJECT,
        SUBJECT_PREFIXES,
        MAX_RETRIES,
        RETRY_BASE,
        DEADLINE_MULTIPLIER,
        DEADLINE_MIN,
        DEADLINE_MAX,
        MAX_OPEN);
  }
}
