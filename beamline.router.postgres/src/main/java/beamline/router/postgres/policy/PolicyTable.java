package beamline.router.postgres.policy;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.postgres.database.ChangeLog;
import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.postgres.database.Session;
import beamline.router.spi.PolicyStore.Write;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** The statements on policies, their history and their changes. */
final class PolicyTable implements ChangeLog<PolicyChange> {
  private static final String COLUMNS = "tenant_id, policy_id, document, revision, ";

  private final DatabaseSettings settings;
  private final String active;
  private final String revisions;

  PolicyTable(DatabaseSettings settings) {
    this.settings = settings;
    active =
        "SELECT " + COLUMNS + "updated_at FROM " + settings.named("policies") + " WHERE is_active";
    revisions =
        "SELECT "
            + COLUMNS
            + "recorded_at FROM "
            + settings.named("policy_revisions")
            + " WHERE tenant_id = ? AND policy_id = ?";
  }

  @Override
  public String name() {
    return "policies";
  }

  /** What a row says. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  List<PolicyDocument> get(Session session, PolicyKey key) throws SQLException {
    String sql = active + " AND tenant_id = ? AND policy_id = ?";
    return read(session, PolicyTable::document, sql, key.tenantId(), key.policyId());
  }

  List<PolicyDocument> list(Session session, String tenantId) throws SQLException {
    String sql = active + " AND tenant_id = ? ORDER BY policy_id";
    return read(session, PolicyTable::document, sql, tenantId);
  }

  List<PolicyChange> current(Session session) throws SQLException {
    return read(session, PolicyTable::change, active + " ORDER BY tenant_id, policy_id");
  }

  List<PolicyChange> history(Session session, PolicyKey key, int limit) throws SQLException {
    String sql = revisions + " ORDER BY revision DESC LIMIT ?";
    return read(session, PolicyTable::change, sql, key.tenantId(), key.policyId(), limit);
  }

  List<PolicyDocument> revision(Session session, PolicyKey key, long revision) throws SQLException {
    String sql = revisions + " AND document IS NOT NULL AND revision = ?";
    return read(session, PolicyTable::document, sql, key.tenantId(), key.policyId(), revision);
  }

  Write put(Session session, PolicyDocument document, long expectedRevision, int maxPolicies)
      throws SQLException {
    PolicyKey key = document.key();
    try (PreparedStatement call =
        prepare(
            session,
            "SELECT outcome, revision FROM " + settings.named("policy_put(?, ?, ?, ?, ?)"),
            key.tenantId(),
            key.policyId(),
            document.json(),
            expectedRevision,
            maxPolicies)) {
      return write(call, expectedRevision, maxPolicies);
    }
  }

  Write delete(Session session, PolicyKey key, long expectedRevision) throws SQLException {
    try (PreparedStatement call =
        prepare(
            session,
            "SELECT outcome, revision FROM " + settings.named("policy_delete(?, ?, ?)"),
            key.tenantId(),
            key.policyId(),
            expectedRevision)) {
      return write(call, expectedRevision, 0);
    }
  }

  @Override
  public long lastChange(Session session) throws SQLException {
    try (PreparedStatement select =
            session.prepare("SELECT max(change) FROM " + settings.named("policies"));
        ResultSet rows = select.executeQuery()) {
      return rows.next() ? rows.getLong(1) : 0;
    }
  }

  @Override
  public List<Numbered<PolicyChange>> changesAfter(Session session, long number)
      throws SQLException {
    String sql =
        "SELECT "
            + COLUMNS
            + "updated_at, is_active, change FROM "
            + settings.named("policies")
            + " WHERE change > ? ORDER BY change LIMIT "
            + BATCH;
    List<Numbered<PolicyChange>> changes = new ArrayList<>();
    try (PreparedStatement select = prepare(session, sql, number);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        PolicyDocument document = document(rows);
        changes.add(
            new Numbered<>(
                rows.getLong("change"),
                rows.getBoolean("is_active")
                    ? new PolicyChange.Updated(document)
                    : new PolicyChange.Removed(document.key(), document.revision())));
      }
    }
    return changes;
  }

  private static <T> List<T> read(
      Session session, Reading<T> reading, String sql, Object... parameters) throws SQLException {
    List<T> all = new ArrayList<>();
    try (PreparedStatement select = prepare(session, sql, parameters)) {
      select.setFetchSize(BATCH);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          all.add(reading.of(rows));
        }
      }
    }
    return all;
  }

  /** A removal is a revision without a document. */
  private static PolicyChange change(ResultSet row) throws SQLException {
    return row.getString(3) == null
        ? new PolicyChange.Removed(
            new PolicyKey(row.getString(1), row.getString(2)), row.getLong(4))
        : new PolicyChange.Updated(document(row));
  }

  private static PolicyDocument document(ResultSet row) throws SQLException {
    return new PolicyDocument(
        new PolicyKey(row.getString(1), row.getString(2)),
        row.getString(3),
        row.getLong(4),
        row.getObject(5, OffsetDateTime.class).toInstant());
  }

  private static Write write(PreparedStatement call, long expected, int maxPolicies)
      throws SQLException {
    try (ResultSet rows = call.executeQuery()) {
      if (!rows.next()) {
        throw new SQLException("the database said nothing of what became of a write");
      }
      String outcome = rows.getString("outcome");
      long revision = rows.getLong("revision");
      return switch (outcome) {
        case "done" -> new Write.Done(revision);
        case "conflict" -> new Write.Conflict(expected, revision);
        case "absent" -> new Write.Absent();
        case "full" -> new Write.Full(maxPolicies);
        default -> throw new SQLException("the outcome of a write is '" + outcome + "'");
      };
    }
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
