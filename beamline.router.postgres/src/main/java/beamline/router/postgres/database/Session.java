package beamline.router.postgres.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/**
 * A connection for a while: nothing on it takes longer than the time-out, and it is given back as
 * it was. Used by one thread; only {@link #abort} may be called by another.
 */
public final class Session implements AutoCloseable {
  /** So that a statement that takes too long is cancelled before its connection is given up. */
  private static final int CANCEL_MILLIS = 1000;

  private final Connections connections;
  private final Connection connection;
  private final Duration timeout;
  private final boolean formerAutoCommit;
  private final Optional<Integer> formerNetworkTimeout;
  private boolean listening;

  private Session(
      Connections connections, Connection connection, Duration timeout, boolean autoCommit)
      throws SQLException {
    this.connections = connections;
    this.connection = connection;
    this.timeout = timeout;
    formerAutoCommit = connection.getAutoCommit();
    formerNetworkTimeout = limitNetwork();
    connection.setAutoCommit(autoCommit);
    if (!autoCommit) {
      // Whatever the host's default: a statement has to see what was committed while it waited.
      execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED");
    }
  }

  /**
   * Takes a connection.
   *
   * @param autoCommit whether each statement is a transaction
   */
  static Session open(Connections connections, Duration timeout, boolean autoCommit)
      throws SQLException {
    Connection connection = connections.take();
    try {
      return new Session(connections, connection, timeout, autoCommit);
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /** A statement that is prepared. */
  public PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    statement.setQueryTimeout(timeoutSeconds());
    return statement;
  }

  /** Executes a statement, or several. */
  public void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      statement.setQueryTimeout(timeoutSeconds());
      statement.execute(sql);
    }
  }

  /** Who is connected. */
  String user() throws SQLException {
    return connection.getMetaData().getUserName();
  }

  /** Ends the transaction. */
  public void commit() throws SQLException {
    connection.commit();
  }

  /** Listens to a channel; empty if the driver or the database cannot notify. */
  public Optional<Notifications> listen(String channel) throws SQLException {
    Optional<Notifications> notifications = Notifications.of(connection);
    if (notifications.isPresent()) {
      execute("LISTEN " + channel);
      listening = true;
    }
    return notifications;
  }

  /** Ends whatever is under way on it; the connection is of no use any more. */
  public void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException | RuntimeException | AbstractMethodError e) {
      // It cannot; then its time-outs end it.
    }
  }

  /** Gives the connection back. What was not committed is undone. */
  @Override
  public void close() {
    try {
      if (!connection.isClosed()) {
        restore();
      }
    } catch (SQLException e) {
      // What was committed stays so; a connection that cannot be put right must not be used again.
      abort();
    }
    try {
      connections.giveBack(connection);
    } catch (SQLException e) {
      abort();
    }
  }

  private void restore() throws SQLException {
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
    if (listening) {
      execute("UNLISTEN *");
    }
    connection.setAutoCommit(formerAutoCommit);
    if (formerNetworkTimeout.isPresent()) {
      connection.setNetworkTimeout(Runnable::run, formerNetworkTimeout.get());
    }
  }

  private Optional<Integer> limitNetwork() throws SQLException {
    try {
      int former = connection.getNetworkTimeout();
      connection.setNetworkTimeout(Runnable::run, (int) timeout.toMillis() + CANCEL_MILLIS);
      return Optional.of(former);
    } catch (SQLFeatureNotSupportedException | AbstractMethodError e) {
      return Optional.empty();
    }
  }

  private int timeoutSeconds() {
    return (int) Math.max(1, (timeout.toMillis() + 999) / 1000);
  }
}
