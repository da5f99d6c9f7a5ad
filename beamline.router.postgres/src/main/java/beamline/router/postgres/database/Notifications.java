package beamline.router.postgres.database;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Waits for what the database notifies of, by the means of PostgreSQL's own driver. The host brings
 * the driver, so its public interface is looked up where the connection comes from; another driver,
 * or a pool that does not hand out what it wraps, has none.
 */
public final class Notifications {
  private static final String INTERFACE = "org.postgresql.PGConnection";

  private final Object connection;
  private final Method getNotifications;

  private Notifications(Object connection, Method getNotifications) {
    this.connection = connection;
    this.getNotifications = getNotifications;
  }

  /** What this connection can tell; empty if nothing. */
  static Optional<Notifications> of(Connection connection) throws SQLException {
    Class<?> type = driverInterface(connection);
    if (type == null || !connection.isWrapperFor(type)) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Notifications(
              connection.unwrap(type), type.getMethod("getNotifications", int.class)));
    } catch (NoSuchMethodException e) {
      return Optional.empty(); // a driver older than 42
    }
  }

  /** Returns when something was notified, or this time has passed; 1 ms at least. */
  public void await(Duration atMost) throws SQLException {
    try {
      getNotifications.invoke(connection, (int) atMost.toMillis());
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw new SQLException("the driver failed to wait for notifications", e.getCause());
    } catch (IllegalAccessException e) {
      throw new SQLException("the driver does not let others wait for notifications", e);
    }
  }

  private static @Nullable Class<?> driverInterface(Connection connection) throws SQLException {
    ClassLoader driver =
        connection.isWrapperFor(Connection.class)
            ? connection.unwrap(Connection.class).getClass().getClassLoader()
            : connection.getClass().getClassLoader();
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    for (ClassLoader loader : new ClassLoader[] {driver, context}) {
      try {
        return Class.forName(INTERFACE, false, loader);
      } catch (ClassNotFoundException e) {
        // The next one may know it.
      }
    }
    return null;
  }
}
