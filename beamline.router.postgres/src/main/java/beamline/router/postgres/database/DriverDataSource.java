package beamline.router.postgres.database;

import beamline.router.spi.ComponentConfig;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Connects by a URL and whatever driver is there, each time anew: for hosts that bring no data
 * source. The driver never sees a password in the URL, so that nothing it says can show one.
 */
public final class DriverDataSource implements DataSource {
  /** The keys that are read here. */
  public static final Set<String> KEYS =
      Set.of("url", "user", "password", "password-file", "driver");

  private final DatabaseUrl url;
  private final Credentials credentials;
  private final Optional<Driver> driver;
  private final Duration timeout;

  private DriverDataSource(
      DatabaseUrl url, Credentials credentials, Optional<Driver> driver, Duration timeout) {
    this.url = url;
    this.credentials = credentials;
    this.driver = driver;
    this.timeout = timeout;
  }

  /** As it is configured. */
  public static DriverDataSource from(ComponentConfig config, Duration timeout) {
    return new DriverDataSource(
        DatabaseUrl.from(config), Credentials.from(config), driver(config), timeout);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Properties properties = url.properties();
    credentials.into(properties);
    if (url.isPostgres()) {
      limit(properties);
    }
    Connection connection = driver().connect(url.text(), properties);
    if (connection == null) {
      throw new SQLException("the driver does not know URLs such as " + url);
    }
    return connection;
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("the user is configured");
  }

  /** Where the database is, without what is said about how to connect. */
  @Override
  public String toString() {
    return url.toString();
  }

  private Driver driver() throws SQLException {
    if (driver.isPresent()) {
      return driver.get();
    }
    try {
      return DriverManager.getDriver(url.text());
    } catch (SQLException e) {
      throw new SQLException("no JDBC driver is there for " + url, e);
    }
  }

  private void limit(Properties properties) {
    String seconds = String.valueOf(Math.max(1, timeout.toSeconds()));
    properties.putIfAbsent("connectTimeout", seconds);
    properties.putIfAbsent("socketTimeout", seconds);
    properties.putIfAbsent("tcpKeepAlive", "true");
    properties.putIfAbsent("ApplicationName", "beamline-router");
  }

  private static Optional<Driver> driver(ComponentConfig config) {
    Optional<String> name = config.text("driver");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      ClassLoader context = Thread.currentThread().getContextClassLoader();
      return Optional.of(
          Class.forName(name.get(), true, context)
              .asSubclass(Driver.class)
              .getConstructor()
              .newInstance());
    } catch (ReflectiveOperationException | ClassCastException | LinkageError e) {
      throw config.invalid("driver", name.get(), "a JDBC driver on the class or module path: " + e);
    }
  }

  @Override
  public int getLoginTimeout() {
    return (int) Math.max(1, timeout.toSeconds());
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException("the time-out is configured");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {}

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("it logs nothing");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("it wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
