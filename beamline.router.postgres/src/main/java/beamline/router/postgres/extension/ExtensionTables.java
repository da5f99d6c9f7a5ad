package beamline.router.postgres.extension;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.ExtensionDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.postgres.database.ChangeLog;
import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.postgres.database.Session;
import beamline.router.spi.ExtensionStore.Contents;
import beamline.router.spi.ExtensionStore.Write;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The statements on extensions. Of changes only the number of the last one is told: whoever hears
 * of it reads all extensions again.
 */
final class ExtensionTables implements ChangeLog<Long> {
  /** Of a row that was written while triggers were off, as some ways to restore a table do. */
  private static final String NO_DOCUMENT = "it has no document: update the row once";

  private final DatabaseSettings settings;
  private final String select;

  ExtensionTables(DatabaseSettings settings) {
    this.settings = settings;
    select =
        "SELECT id, document, revision, updated_at::timestamptz AS updated_at FROM "
            + settings.named("extensions");
  }

  @Override
  public String name() {
    return "extensions";
  }

  Contents current(Session session) throws SQLException {
    List<ExtensionDocument> documents = new ArrayList<>();
    Map<String, String> unreadable = new TreeMap<>();
    try (PreparedStatement all = session.prepare(select + " ORDER BY id COLLATE \"C\"");
        ResultSet rows = all.executeQuery()) {
      while (rows.next()) {
        String id = rows.getString("id");
        if (!PolicyKey.isId(id)) { // in a table that somebody else has made
          unreadable.put(id, "its id must be 1 to 255 letters, digits or characters of _.:/-");
        } else if (rows.getString("document") == null) {
          unreadable.put(id, NO_DOCUMENT);
        } else {
          documents.add(document(rows));
        }
      }
    }
    return new Contents(documents, unreadable);
  }

  Optional<ExtensionDocument> get(Session session, String id) throws SQLException {
    if (!PolicyKey.isId(id)) {
      return Optional.empty();
    }
    try (PreparedStatement one = session.prepare(select + " WHERE id = ?")) {
      one.setString(1, id);
      try (ResultSet rows = one.executeQuery()) {
        if (!rows.next()) {
          return Optional.empty();
        }
        if (rows.getString("document") == null) {
          throw new RouterException(
              ErrorCode.EXTENSION_ERROR, "extension " + id + " cannot be read: " + NO_DOCUMENT);
        }
        return Optional.of(document(rows));
      }
    }
  }

  private static ExtensionDocument document(ResultSet row) throws SQLException {
    return new ExtensionDocument(
        row.getString("id"),
        row.getString("document"),
        row.getLong("revision"),
        row.getObject("updated_at", OffsetDateTime.class).toInstant());
  }

  Write put(Session session, ExtensionDocument document, long expectedRevision)
      throws SQLException {
    String sql = "SELECT outcome, revision FROM " + settings.named("extension_put(?, ?, ?)");
    try (PreparedStatement call = session.prepare(sql)) {
      call.setString(1, document.id());
      call.setString(2, document.json());
      call.setLong(3, expectedRevision);
      return write(call, expectedRevision);
    }
  }

  Write delete(Session session, String id, long expectedRevision) throws SQLException {
    String sql = "SELECT outcome, revision FROM " + settings.named("extension_delete(?, ?)");
    try (PreparedStatement call = session.prepare(sql)) {
      call.setString(1, id);
      call.setLong(2, expectedRevision);
      return write(call, expectedRevision);
    }
  }

  private static Write write(PreparedStatement call, long expectedRevision) throws SQLException {
    try (ResultSet rows = call.executeQuery()) {
      if (!rows.next()) {
        throw new SQLException("the database said nothing of what became of a write");
      }
      long revision = rows.getLong("revision");
      return rows.getString("outcome").equals("done")
          ? new Write.Done(revision)
          : new Write.Conflict(expectedRevision, revision);
    }
  }

  @Override
  public long lastChange(Session session) throws SQLException {
    try (PreparedStatement last =
            session.prepare("SELECT last FROM " + settings.named("extension_changes"));
        ResultSet rows = last.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  @Override
  public List<Numbered<Long>> changesAfter(Session session, long number) throws SQLException {
    long last = lastChange(session);
    return last > number ? List.of(new Numbered<>(last, last)) : List.of();
  }
}
