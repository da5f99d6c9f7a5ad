package beamline.router.postgres.database;

import beamline.router.spi.ComponentConfig;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What is configured beside the connection itself.
 *
 * @param component what works on it, for those who read messages
 * @param schema where the tables are
 * @param migrate whether the tables are made and brought up to date here
 * @param timeout how long one statement may take
 * @param listen whether the database is asked to notify of changes, where the driver can hear it
 * @param pollInterval how often it is asked for changes where it does not notify
 */
public record DatabaseSettings(
    String component,
    String schema,
    boolean migrate,
    Duration timeout,
    boolean listen,
    Duration pollInterval) {
  /** The keys of every component. */
  public static final Set<String> KEYS = Set.of("schema", "migrate", "timeout");

  /** The keys of one that follows changes. */
  public static final Set<String> FOLLOWER_KEYS =
      Set.of("schema", "migrate", "timeout", "listen", "poll-interval");

  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

  /** Reads them. */
  public static DatabaseSettings from(String component, ComponentConfig config) {
    String schema = config.text("schema").orElse("platform");
    if (!IDENTIFIER.matcher(schema).matches()) {
      throw config.invalid(
          "schema", schema, "1 to 63 letters, digits or _, of which the first is no digit");
    }
    return new DatabaseSettings(
        component,
        schema,
        config.flag("migrate", true),
        positive(config, "timeout", Duration.ofSeconds(5)),
        config.flag("listen", true),
        positive(config, "poll-interval", Duration.ofMillis(25)));
  }

  /** The whole key of one of them: that of {@code policy store postgres} is below its kind. */
  String key(String name) {
    int end = component.lastIndexOf(' ');
    return component.substring(0, end).replace(' ', '-')
        + '.'
        + component.substring(end + 1)
        + '.'
        + name;
  }

  /** What is in the schema, as statements name it. */
  public String named(String name) {
    return '"' + schema + "\"." + name;
  }

  private static Duration positive(ComponentConfig config, String key, Duration otherwise) {
    Duration value = config.duration(key, otherwise);
    if (value.isZero() || value.compareTo(Duration.ofHours(1)) > 0) {
      throw config.invalid(key, value.toMillis() + "ms", "from 1ms to 1h");
    }
    return value;
  }
}
