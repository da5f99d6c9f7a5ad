package beamline.router.api;

import static beamline.router.api.ConfigKey.key;
import static beamline.router.api.ConfigType.duration;
import static beamline.router.api.ConfigType.flag;
import static beamline.router.api.ConfigType.integer;
import static beamline.router.api.ConfigType.list;
import static beamline.router.api.ConfigType.optionalText;
import static beamline.router.api.ConfigType.path;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The transport named {@code nats}: everything here is passed on to it, under its last part. Each
 * key is also known by a shorter name without {@code transport}, such as {@code nats.url}.
 */
public final class NatsKeys {
  private static final ConfigType<Duration> WAIT =
      duration(Duration.ofMillis(1), Duration.ofHours(1));

  /** Where the server is. */
  public static final ConfigKey<Optional<String>> URL =
      nats("url", optionalText(), Optional.empty(), "Where the servers are, with commas between.")
          .as("nats_url");

  /** The user's name. */
  public static final ConfigKey<Optional<String>> USERNAME =
      nats("username", optionalText(), Optional.empty(), "The user's name.").as("nats_username");

  /** The user's password. */
  public static final ConfigKey<Optional<String>> PASSWORD =
      nats("password", optionalText(), Optional.empty(), "The user's password.")
          .as("nats_password")
          .hidden();

  /** The user's JWT. */
  public static final ConfigKey<Optional<String>> JWT =
      nats("jwt", optionalText(), Optional.empty(), "The user's JWT.").as("nats_jwt").hidden();

  /** The user's NKey seed. */
  public static final ConfigKey<Optional<String>> NKEY =
      nats("nkey", optionalText(), Optional.empty(), "The user's NKey seed.")
          .as("nats_nkey")
          .hidden();

  /** A token instead of a user. */
  public static final ConfigKey<Optional<String>> TOKEN =
      nats("token", optionalText(), Optional.empty(), "A token instead of a user.").hidden();

  /** The user's JWT and seed. */
  public static final ConfigKey<Optional<Path>> CREDENTIALS_FILE =
      nats(
          "credentials-file",
          path(),
          Optional.empty(),
          "The user's JWT and NKey seed, a .creds file.");

  /** Where answers are sent. */
  public static final ConfigKey<Optional<String>> INBOX_PREFIX =
      nats(
          "inbox-prefix",
          optionalText(),
          Optional.empty(),
          "What the subjects of answers begin with; undefined for _INBOX.");

  /** A label for the cluster. */
  public static final ConfigKey<Optional<String>> CLUSTER =
      nats(
              "cluster",
              optionalText(),
              Optional.empty(),
              "The cluster's name in logs and in the name that the connection has at the server.")
          .as("nats_cluster");

  /** How long connecting may take. */
  public static final ConfigKey<Duration> CONNECT_TIMEOUT =
      nats("connect-timeout", WAIT, Duration.ofSeconds(5), "How long connecting may take.")
          .as("nats_connect_timeout_ms");

  /** How often a connection is checked. */
  public static final ConfigKey<Duration> PING_INTERVAL =
      nats(
          "ping-interval",
          WAIT,
          Duration.ofSeconds(20),
          "How often the server is asked whether it is still there; a connection on which two"
              + " questions are unanswered is given up and made anew.");

  /** How long a stream may take to confirm a publication. */
  public static final ConfigKey<Duration> REQUEST_TIMEOUT =
      nats(
              "request-timeout",
              WAIT,
              Duration.ofSeconds(2),
              "How long a stream may take to confirm a publication. Shorter than the deadlines of"
                  + " assignments, so that there is time to publish one again.")
          .as("nats_timeout_ms", "router_request_timeout_ms");

  /** Attempts to reconnect before the router is unhealthy. */
  public static final ConfigKey<Integer> RECONNECT_ATTEMPTS =
      nats(
              "reconnect-attempts",
              integer(0, 1_000_000),
              10,
              "Attempts to reconnect before the router reports itself unhealthy; it goes on trying"
                  + " at the longest delay.")
          .as("nats_reconnect_attempts");

  /** The delay before the first attempt to reconnect. */
  public static final ConfigKey<Duration> RECONNECT_DELAY =
      nats(
              "reconnect-delay",
              WAIT,
              Duration.ofSeconds(1),
              "The delay before the first attempt to reconnect; doubled for each further one.")
          .as("nats_reconnect_delay_ms");

  /** The longest delay between attempts to reconnect. */
  public static final ConfigKey<Duration> MAX_RECONNECT_DELAY =
      nats(
              "max-reconnect-delay",
              WAIT,
              Duration.ofSeconds(30),
              "The longest delay between attempts to reconnect.")
          .as("nats_max_reconnect_delay_ms");

  /** Whether messages are dropped while the server is away. */
  public static final ConfigKey<Boolean> FAIL_OPEN =
      nats(
              "fail-open",
              flag(),
              false,
              "Whether messages are counted and dropped, instead of queued, while the server is"
                  + " away.")
          .as("nats_fail_open_mode");

  /** Messages queued while the server is away, at most. */
  public static final ConfigKey<Integer> MAX_PENDING_OPERATIONS =
      nats(
              "max-pending-operations",
              integer(1, 10_000_000),
              5_000,
              "Messages queued while the server is away, at most. (The guide says 5000, the"
                  + " reference code 1000.)")
          .as("nats_max_pending_operations");

  /** How long a message is queued. */
  public static final ConfigKey<Duration> PENDING_TIMEOUT =
      nats(
              "pending-timeout",
              WAIT,
              Duration.ofSeconds(60),
              "How long a message is queued, at most.")
          .as("nats_pending_operation_timeout_ms");

  /** Whether the connection is encrypted. */
  public static final ConfigKey<Boolean> TLS_ENABLED =
      nats(
              "tls.enabled",
              flag(),
              false,
              "Whether the connection must be encrypted. The guide requires true in production.")
          .as("nats_tls_enabled");

  /** The client's certificate. */
  public static final ConfigKey<Optional<Path>> TLS_CERT_FILE =
      nats("tls.cert-file", path(), Optional.empty(), "The client's certificate, a PEM file.")
          .as("nats_tls_cert_file");

  /** The client's private key. */
  public static final ConfigKey<Optional<Path>> TLS_KEY_FILE =
      nats("tls.key-file", path(), Optional.empty(), "The client's private key, a PEM file.")
          .as("nats_tls_key_file");

  /** Who vouches for the server. */
  public static final ConfigKey<Optional<Path>> TLS_CA_FILE =
      nats("tls.ca-file", path(), Optional.empty(), "Who vouches for the server, a PEM file.")
          .as("nats_tls_ca_file", "nats_tls_ca_cert_file");

  /** Whether the server's certificate is checked. */
  public static final ConfigKey<Boolean> TLS_VERIFY =
      nats("tls.verify", flag(), true, "Whether the server's certificate is checked.")
          .as("nats_tls_verify");

  /** Whether JetStream is used. */
  public static final ConfigKey<Boolean> JETSTREAM_ENABLED =
      nats(
              "jetstream.enabled",
              flag(),
              true,
              "Whether JetStream is used. (The guide says true, the reference code false.)")
          .as("nats_js_enabled", "jetstream_enabled");

  /** Whether missing streams are created. */
  public static final ConfigKey<Boolean> JETSTREAM_MANAGE =
      nats(
          "jetstream.manage",
          flag(),
          true,
          "Whether streams and durable consumers that are missing are created. Nothing that is"
              + " there is ever changed.");

  /** How many servers hold a stream that is created. */
  public static final ConfigKey<Integer> JETSTREAM_REPLICAS =
      nats(
          "jetstream.replicas",
          integer(1, 5),
          1,
          "How many servers hold a stream that is created; 3 in a cluster.");

  /** How long a question to JetStream may take. */
  public static final ConfigKey<Duration> JETSTREAM_QUERY_TIMEOUT =
      nats(
              "jetstream.query-timeout",
              WAIT,
              Duration.ofSeconds(5),
              "How long a question to JetStream may take.")
          .as("jetstream_query_timeout_ms");

  /** Subjects that messages are taken from. */
  public static final ConfigKey<List<String>> SUBJECT_ALLOWLIST =
      nats(
              "subject-allowlist",
              list(),
              List.of(),
              "The only subjects that messages are taken from; [] for all that are configured.")
          .as("nats_subject_allowlist");

  private NatsKeys() {}

  static List<ConfigKey<?>> all() {
    return List.of(
        URL,
        USERNAME,
        PASSWORD,
        JWT,
        NKEY,
        TOKEN,
        CREDENTIALS_FILE,
        INBOX_PREFIX,
        CLUSTER,
        CONNECT_TIMEOUT,
        PING_INTERVAL,
        REQUEST_TIMEOUT,
        RECONNECT_ATTEMPTS,
        RECONNECT_DELAY,
        MAX_RECONNECT_DELAY,
        FAIL_OPEN,
        MAX_PENDING_OPERATIONS,
        PENDING_TIMEOUT,
        TLS_ENABLED,
        TLS_CERT_FILE,
        TLS_KEY_FILE,
        TLS_CA_FILE,
        TLS_VERIFY,
        JETSTREAM_ENABLED,
        JETSTREAM_MANAGE,
        JETSTREAM_REPLICAS,
        JETSTREAM_QUERY_TIMEOUT,
        SUBJECT_ALLOWLIST);
  }

  private static <T> ConfigKey<T> nats(
      String name, ConfigType<T> type, T defaultValue, String description) {
    return key("transport.nats." + name, type, defaultValue, description).as("nats." + name);
  }
}
