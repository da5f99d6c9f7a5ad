package beamline.router.postgres.database;

import beamline.router.spi.ComponentConfig;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Connects by a URL and whatever driver is there, for hosts that bring no data source. One
 * connection is kept for the next who asks. The driver never sees a password in the URL, so that
 * nothing it says can show one.
 */
public final class OwnConnections implements Connections {
  /** The keys that are read here. */
  public static final Set<String> KEYS =
      Set.of("url", "user", "password", "password-file", "driver");

  private final DatabaseUrl url;
  private final Credentials credentials;
  private final Optional<Driver> driver;
  private final int timeoutSeconds;
  private final AtomicReference<@Nullable Connection> kept = new AtomicReference<>();
  private volatile boolean closed;

  private OwnConnections(
      DatabaseUrl url, Credentials credentials, Optional<Driver> driver, Duration timeout) {
    this.url = url;
    this.credentials = credentials;
    this.driver = driver;
    this.timeoutSeconds = (int) Math.max(1, timeout.toSeconds());
  }

  /** As it is configured. */
  public static OwnConnections from(ComponentConfig config, Duration timeout) {
    return new OwnConnections(
        DatabaseUrl.from(config), Credentials.from(config), driver(config), timeout);
  }

  @Override
  public Connection take() throws SQLException {
    Connection idle = kept.getAndSet(null);
    if (idle != null) {
      if (idle.isValid(timeoutSeconds)) {
        return idle;
      }
      idle.close();
    }
    return connect();
  }

  @Override
  public void giveBack(Connection connection) throws SQLException {
    if (connection.isClosed() || !kept.compareAndSet(null, connection)) {
      connection.close();
    }
    if (closed) {
      close();
    }
  }

  @Override
  public void close() {
    closed = true;
    Connection idle = kept.getAndSet(null);
    if (idle != null) {
      try {
        idle.close();
      } catch (SQLException e) {
        // Then it was broken.
      }
    }
  }

  /** Where the database is, without what is said about how to connect. */
  @Override
  public String toString() {
    return url.toString();
  }

  private Connection connect() throws SQLException {
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
    properties.putIfAbsent("connectTimeout", "" + timeoutSeconds);
    properties.putIfAbsent("socketTimeout", "" + timeoutSeconds);
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
}
