package beamline.router.postgres.audit;

import beamline.router.api.admin.AuditEntry;
import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.postgres.database.Session;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The statements on the audit log. */
final class AuditTable {
  private static final String COLUMNS = "chain, chain_index, form, key_id, hmac_prev, hmac, body";

  /** The end of the year 9999: later than that a timestamp need not be. */
  private static final long LATEST_MILLIS = 253_402_300_799_999L;

  private final String table;
  private final String select;
  private final String cleanup;

  AuditTable(DatabaseSettings settings) {
    table = settings.named("audit_log");
    select = "SELECT " + COLUMNS + " FROM " + table + " WHERE chain = ?";
    cleanup = "SELECT " + settings.named("cleanup_audit_log(?, ?)");
  }

  void insert(Session session, List<AuditEntry> entries) throws SQLException {
    String sql = "INSERT INTO " + table + " (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?)";
    try (PreparedStatement insert = session.prepare(sql)) {
      for (AuditEntry entry : entries) {
        insert.setString(1, entry.chain());
        insert.setLong(2, entry.index());
        insert.setInt(3, entry.form());
        insert.setString(4, entry.keyId());
        insert.setString(5, entry.previousMac());
        insert.setString(6, entry.mac());
        insert.setString(7, entry.body());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  Optional<AuditEntry> last(Session session, String chain) throws SQLException {
    return first(entries(session, select + " ORDER BY chain_index DESC LIMIT 1", chain));
  }

  List<AuditEntry> from(Session session, String chain, long index, int limit) throws SQLException {
    String sql = select + " AND chain_index >= ? ORDER BY chain_index LIMIT ?";
    return entries(session, sql, chain, index, limit);
  }

  /** The last of those that were stored before a time, but not the newest of all. */
  Optional<AuditEntry> storedBefore(Session session, String chain, long epochMillis)
      throws SQLException {
    String sql =
        select
            + " AND created_at < ? AND chain_index < (SELECT max(chain_index) FROM "
            + table
            + " WHERE chain = ?) ORDER BY chain_index DESC LIMIT 1";
    Timestamp before = new Timestamp(Math.min(epochMillis, LATEST_MILLIS));
    return first(entries(session, sql, chain, before, chain));
  }

  boolean remove(Session session, String chain, long toIndex) throws SQLException {
    try (PreparedStatement call = prepare(session, cleanup, chain, toIndex)) {
      return call.execute();
    }
  }

  List<String> chains(Session session) throws SQLException {
    List<String> chains = new ArrayList<>();
    try (PreparedStatement distinct =
            session.prepare("SELECT DISTINCT chain FROM " + table + " ORDER BY chain");
        ResultSet rows = distinct.executeQuery()) {
      while (rows.next()) {
        chains.add(rows.getString(1));
      }
    }
    return chains;
  }

  private static Optional<AuditEntry> first(List<AuditEntry> entries) {
    return entries.stream().findFirst();
  }

  private static List<AuditEntry> entries(Session session, String sql, Object... parameters)
      throws SQLException {
    List<AuditEntry> entries = new ArrayList<>();
    try (PreparedStatement statement = prepare(session, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        entries.add(
            new AuditEntry(
                rows.getString(1),
                rows.getLong(2),
                rows.getInt(3),
                rows.getString(4),
                rows.getString(5),
                rows.getString(6),
                rows.getString(7)));
      }
    }
    return entries;
  }

  private static PreparedStatement prepare(Session session, String sql, Object... parameters)
      throws SQLException {
    PreparedStatement statement = session.prepare(sql);
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }
}
