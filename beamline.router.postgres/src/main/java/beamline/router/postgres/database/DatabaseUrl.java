package beamline.router.postgres.database;

import beamline.router.spi.ComponentConfig;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * A JDBC URL, parted into what may be shown and the parameters that hold a password, such as {@code
 * password} and {@code sslpassword}.
 */
final class DatabaseUrl {
  private final String text;
  private final Properties secrets = new Properties();

  private DatabaseUrl(String url) {
    int question = url.indexOf('?');
    String place = question < 0 ? url : url.substring(0, question);
    List<String> shown = new ArrayList<>();
    for (String parameter : (question < 0 ? "" : url.substring(question + 1)).split("&", -1)) {
      int equals = parameter.indexOf('=');
      String name = equals < 0 ? parameter : parameter.substring(0, equals);
      if (name.toLowerCase(Locale.ROOT).contains("password")) {
        secrets.setProperty(
            name, URLDecoder.decode(parameter.substring(equals + 1), StandardCharsets.UTF_8));
      } else if (!parameter.isEmpty()) {
        shown.add(parameter);
      }
    }
    text = shown.isEmpty() ? place : place + '?' + String.join("&", shown);
  }

  static DatabaseUrl from(ComponentConfig config) {
    String url = config.text("url").orElse("");
    if (!url.startsWith("jdbc:")) {
      throw config.invalid("url", url.isEmpty() ? "" : "***", "such as jdbc:postgresql://db/name");
    }
    if (url.replaceFirst("\\?.*", "").contains("@")) {
      throw config.invalid("url", "***", "without a user before @: user and password are keys");
    }
    try {
      return new DatabaseUrl(url);
    } catch (IllegalArgumentException e) {
      throw config.invalid("url", "***", "a URL whose parameters are encoded, such as %26 for &");
    }
  }

  /** For the driver, without passwords. */
  String text() {
    return text;
  }

  /** The passwords, under the names that they had in the URL. */
  Properties properties() {
    Properties copy = new Properties();
    copy.putAll(secrets);
    return copy;
  }

  boolean isPostgres() {
    return text.startsWith("jdbc:postgresql:");
  }

  /** Where the database is. */
  @Override
  public String toString() {
    return text.replaceFirst("\\?.*", "");
  }
}
