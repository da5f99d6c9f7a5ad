package beamline.router.postgres.database;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import java.sql.SQLException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs transactions, and sees to it that the schema is there before the first one. Failures become
 * {@link RouterException}s that say why. Safe for concurrent use.
 */
public final class Database implements AutoCloseable {
  /** What the driver adds for who writes functions: where in the SQL it was, and the whole row. */
  private static final Pattern CONTEXT =
      Pattern.compile(
          "(?s)\\R  Where: .*|\\R  Detail: Failing row contains .*?(?=\\R  \\w+: |$)"
              + "|\\R  Position: \\d+");

  private static final String NO_RIGHT = "42501";

  /**
   * The states of a login that is not taken, in the words of the server or the driver, of a
   * database that is not there, and of a right that is missing: no outage, so that waiting is of no
   * use.
   */
  private static final String REFUSALS = "28...|08004|3D000|" + NO_RIGHT;

  private final Connections connections;
  private final DatabaseSettings settings;
  private final Migrations migrations;
  private volatile boolean ready;

  /** A database that is not asked for anything yet. */
  public Database(Connections connections, DatabaseSettings settings) {
    this.connections = connections;
    this.settings = settings;
    this.migrations = new Migrations(settings);
  }

  /** What is done in a transaction. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it; what it throws undoes it. */
    T on(Session session) throws SQLException;
  }

  /**
   * Does something in one transaction.
   *
   * @throws RouterException {@code SERVICE_DOWN} if that cannot be done now; {@code
   *     CONFIGURATION_INVALID} if the schema does not suit, or the database refuses the login or a
   *     right
   */
  public <T> T transaction(Work<T> work) {
    try {
      return attempt(work);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** The same, for who tells failures apart. */
  public <T> T attempt(Work<T> work) throws SQLException {
    prepare();
    return run(work);
  }

  /** A session for longer, in which each statement is a transaction. */
  public Session session() throws SQLException {
    prepare();
    return Session.open(connections, settings.timeout(), true);
  }

  @Override
  public void close() {
    connections.close();
  }

  /** A failure, as everybody else is told. */
  public RouterException failure(SQLException e) {
    ErrorCode code =
        String.valueOf(e.getSQLState()).matches(REFUSALS)
            ? ErrorCode.CONFIGURATION_INVALID
            : ErrorCode.SERVICE_DOWN;
    return new RouterException(code, settings.component() + ": " + reason(e), e);
  }

  /** What the database or the driver says, and what that comes from, on one line. */
  public static String reason(SQLException e) {
    if (isWaitingForTurn(e)) {
      return "another session holds the turn of writers and did not commit in time";
    }
    StringBuilder reason = new StringBuilder(line(e.getMessage()));
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      String more = line(cause.getMessage());
      if (reason.indexOf(more) < 0) {
        reason.append("; ").append(more);
      }
    }
    return isUndefined(e) ? reason + "; were the migrations run?" : reason.toString();
  }

  private static String line(@Nullable String message) {
    return message == null
        ? ""
        : CONTEXT.matcher(message).replaceAll("").strip().replaceAll("\\s*\\R\\s*", "; ");
  }

  private void prepare() throws SQLException {
    if (!ready) {
      run(
          session -> {
            migrations.bringUpToDate(session);
            return true;
          });
      ready = true;
    }
  }

  private <T> T run(Work<T> work) throws SQLException {
    try (Session session = Session.open(connections, settings.timeout(), false)) {
      return run(work, session);
    }
  }

  private static <T> T run(Work<T> work, Session session) throws SQLException {
    try {
      T result = work.on(session);
      session.commit();
      return result;
    } catch (SQLException e) {
      if (!NO_RIGHT.equals(e.getSQLState())) {
        throw e;
      }
      String who = "user " + session.user() + " lacks a right: ";
      throw new SQLException(who + e.getMessage(), NO_RIGHT, e);
    }
  }

  /** Cancelled, by the time-out of a statement or of locks, in the function that waits. */
  private static boolean isWaitingForTurn(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return (state.equals("57014") || state.equals("55P03"))
        && String.valueOf(e.getMessage()).contains("s_turn");
  }

  /** A schema, table or function that is not there. */
  private static boolean isUndefined(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.equals("3F000") || state.equals("42P01") || state.equals("42883");
  }
}
