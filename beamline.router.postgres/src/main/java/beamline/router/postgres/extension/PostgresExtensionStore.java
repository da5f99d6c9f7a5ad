package beamline.router.postgres.extension;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.postgres.database.ChangeFollower;
import beamline.router.postgres.database.Database;
import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.spi.ExtensionStore;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Extensions in tables that anybody may read and change, by this store or by SQL. The database
 * turns documents into rows and back, and decides about every write; nothing is kept here.
 */
final class PostgresExtensionStore implements ExtensionStore {
  private final Database database;
  private final ExtensionTables tables;
  private final ChangeFollower<Long> follower;

  PostgresExtensionStore(Database database, DatabaseSettings settings) {
    this.database = database;
    tables = new ExtensionTables(settings);
    follower = new ChangeFollower<>(database, tables, settings);
  }

  @Override
  public Contents current() {
    return database.transaction(tables::current);
  }

  @Override
  public Optional<ExtensionDocument> get(String id) {
    return database.transaction(session -> tables.get(session, id));
  }

  @Override
  public Write put(ExtensionDocument document, long expectedRevision) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(document.json())) {
      throw invalid(document, "it has half of a surrogate pair, which is no text");
    }
    try {
      return database.attempt(session -> tables.put(session, document, expectedRevision));
    } catch (SQLException e) {
      throw isAboutTheDocument(e) ? invalid(document, Database.reason(e)) : database.failure(e);
    }
  }

  @Override
  public Write delete(String id, long expectedRevision) {
    return database.transaction(session -> tables.delete(session, id, expectedRevision));
  }

  @Override
  public Watch watch(Runnable listener) {
    return follower.watch(change -> listener.run())::run;
  }

  @Override
  public Optional<String> trouble() {
    return follower.trouble();
  }

  @Override
  public void close() {
    follower.close();
    database.close();
  }

  /** Data that is no JSON object, or that the columns have no way to keep. */
  private static boolean isAboutTheDocument(SQLException e) {
    return String.valueOf(e.getSQLState()).matches("22...|54...|23502|23514");
  }

  private static RouterException invalid(ExtensionDocument document, String problem) {
    return new RouterException(
        ErrorCode.INVALID_REQUEST,
        "extension " + document.id() + ": PostgreSQL does not take it: " + problem);
  }
}
