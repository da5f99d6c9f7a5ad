package beamline.router.api;

import static beamline.router.api.ConfigKey.key;
import static beamline.router.api.ConfigType.duration;
import static beamline.router.api.ConfigType.flag;
import static beamline.router.api.ConfigType.optionalText;
import static beamline.router.api.ConfigType.path;
import static beamline.router.api.ConfigType.text;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The policy store named {@code postgres}: everything here is passed on to it. */
public final class PostgresKeys {
  private static final ConfigType<Duration> WAIT =
      duration(Duration.ofMillis(1), Duration.ofHours(1));

  /** Where the database is. */
  public static final ConfigKey<Optional<String>> URL =
      postgres(
              "url",
              optionalText(),
              Optional.empty(),
              "Where the database is, for JDBC, such as jdbc:postgresql://db:5432/beamline.")
          .hidden(); // it may hold a password

  /** The user's name. */
  public static final ConfigKey<Optional<String>> USER =
      postgres("user", optionalText(), Optional.empty(), "The user's name.");

  /** The user's password. */
  public static final ConfigKey<Optional<String>> PASSWORD =
      postgres("password", optionalText(), Optional.empty(), "The user's password.").hidden();

  /** The file that holds the user's password. */
  public static final ConfigKey<Optional<Path>> PASSWORD_FILE =
      postgres(
          "password-file",
          path(),
          Optional.empty(),
          "The file that holds the user's password, read for every connection.");

  /** The JDBC driver. */
  public static final ConfigKey<Optional<String>> DRIVER =
      postgres(
          "driver",
          optionalText(),
          Optional.empty(),
          "The class of the JDBC driver; undefined: whichever there is for the URL.");

  /** Where the tables are. */
  public static final ConfigKey<String> SCHEMA =
      postgres("schema", text(), "platform", "The schema that has the tables.");

  /** Whether the tables are made. */
  public static final ConfigKey<Boolean> MIGRATE =
      postgres(
          "migrate",
          flag(),
          true,
          "Whether the tables are made and brought up to date; false where another tool does.");

  /** How long a statement may take. */
  public static final ConfigKey<Duration> TIMEOUT =
      postgres(
          "timeout",
          WAIT,
          Duration.ofSeconds(5),
          "How long one statement may take, and connecting.");

  /** Whether the database notifies of changes. */
  public static final ConfigKey<Boolean> LISTEN =
      postgres(
          "listen",
          flag(),
          true,
          "Whether the database is asked to notify of changes, where the driver can hear it; false"
              + " behind a pooler that shares connections between transactions.");

  /** How often the database is asked for changes. */
  public static final ConfigKey<Duration> POLL_INTERVAL =
      postgres(
          "poll-interval",
          WAIT,
          Duration.ofMillis(25),
          "How often the database is asked for changes where it does not notify of them.");

  private PostgresKeys() {}

  static List<ConfigKey<?>> all() {
    return List.of(
        URL,
        USER,
        PASSWORD,
        PASSWORD_FILE,
        DRIVER,
        SCHEMA,
        MIGRATE,
        TIMEOUT,
        LISTEN,
        POLL_INTERVAL);
  }

  private static <T> ConfigKey<T> postgres(
      String name, ConfigType<T> type, T defaultValue, String description) {
    return key("policy-store.postgres." + name, type, defaultValue, description);
  }
}
