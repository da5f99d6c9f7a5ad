package beamline.router.postgres.database;

import beamline.router.spi.ComponentConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/**
 * Who connects. A password file is read for every connection, so that one that was exchanged on
 * disk is used by the next.
 */
final class Credentials {
  private final Optional<String> user;
  private final Optional<String> password;
  private final Optional<Path> passwordFile;

  private Credentials(
      Optional<String> user, Optional<String> password, Optional<Path> passwordFile) {
    this.user = user;
    this.password = password;
    this.passwordFile = passwordFile;
  }

  static Credentials from(ComponentConfig config) {
    Optional<String> file = config.text("password-file");
    if (file.isPresent() && config.text("password").isPresent()) {
      throw config.invalid("password-file", file.get(), "absent, because password is there");
    }
    return new Credentials(
        config.text("user"), config.text("password"), file.map(it -> readable(config, it)));
  }

  /** Puts them in place of what the URL says. */
  void into(Properties properties) throws SQLException {
    user.ifPresent(it -> properties.setProperty("user", it));
    password.ifPresent(it -> properties.setProperty("password", it));
    if (passwordFile.isPresent()) {
      try {
        properties.setProperty("password", Files.readString(passwordFile.get()).stripTrailing());
      } catch (IOException e) {
        throw new SQLException("the password file cannot be read: " + e, "28000", e);
      }
    }
  }

  private static Path readable(ComponentConfig config, String file) {
    try {
      Path path = Path.of(file);
      if (Files.isReadable(path)) {
        return path;
      }
    } catch (InvalidPathException e) {
      // Said below.
    }
    throw config.invalid("password-file", file, "a file that can be read");
  }
}
