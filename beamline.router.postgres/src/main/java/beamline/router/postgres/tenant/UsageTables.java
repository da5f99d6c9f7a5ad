package beamline.router.postgres.tenant;

import beamline.router.api.admin.QuotaViolation;
import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.postgres.database.Session;
import beamline.router.spi.BudgetClaim;
import beamline.router.spi.BudgetShare;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statements on what was exceeded, and on what was spent. Immutable. */
final class UsageTables {
  private static final Map<String, QuotaViolation.Type> TYPES =
      Stream.of(QuotaViolation.Type.values())
          .collect(Collectors.toUnmodifiableMap(QuotaViolation.Type::label, Function.identity()));

  private final String insert;
  private final String select;
  private final String claim;

  UsageTables(DatabaseSettings settings) {
    String columns =
        "tenant_id, user_id, quota_type, limit_value, current_value, resource_id, times, ts";
    String table = settings.named("quota_violations");
    insert = "INSERT INTO " + table + " (" + columns + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
    select =
        "SELECT "
            + columns
            + " FROM "
            + table
            + " WHERE tenant_id = ? ORDER BY violation_id DESC LIMIT ?";
    claim =
        "SELECT held, spent_by_others, held_by_others FROM "
            + settings.named("budget_claim(?, ?, ?, ?, ?, ?, ?, ?, ?)");
  }

  int record(Session session, List<QuotaViolation> violations) throws SQLException {
    try (PreparedStatement statement = session.prepare(insert)) {
      for (QuotaViolation violation : violations) {
        statement.setString(1, violation.tenantId());
        statement.setString(2, violation.userId().orElse(null));
        statement.setString(3, violation.type().label());
        statement.setLong(4, violation.limit());
        statement.setLong(5, violation.current());
        statement.setString(6, violation.resourceId());
        statement.setLong(7, violation.times());
        statement.setObject(8, violation.time().atOffset(ZoneOffset.UTC));
        statement.addBatch();
      }
      return statement.executeBatch().length;
    }
  }

  List<QuotaViolation> violations(Session session, String tenantId, int limit) throws SQLException {
    List<QuotaViolation> violations = new ArrayList<>();
    try (PreparedStatement statement = session.prepare(select)) {
      statement.setString(1, tenantId);
      statement.setInt(2, limit);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          violations.add(violation(rows));
        }
      }
    }
    return violations;
  }

  private static QuotaViolation violation(ResultSet row) throws SQLException {
    QuotaViolation.Type type = TYPES.get(row.getString(3));
    if (type == null) {
      throw new SQLException("quota_violations has the type '" + row.getString(3) + "'");
    }
    return new QuotaViolation(
        row.getString(1),
        Optional.ofNullable(row.getString(2)),
        type,
        row.getLong(4),
        row.getLong(5),
        row.getString(6),
        row.getLong(7),
        row.getObject(8, OffsetDateTime.class).toInstant());
  }

  BudgetShare claim(Session session, BudgetClaim of) throws SQLException {
    try (PreparedStatement statement = session.prepare(claim)) {
      statement.setString(1, of.key().tenantId());
      statement.setString(2, of.key().providerId().orElse(""));
      statement.setString(3, of.period().name());
      statement.setLong(4, of.windowMillis());
      statement.setLong(5, of.limit());
      statement.setString(6, of.holder());
      statement.setLong(7, of.spent());
      statement.setLong(8, of.wanted());
      statement.setLong(9, of.lease().toMillis());
      try (ResultSet rows = statement.executeQuery()) {
        if (!rows.next()) {
          throw new SQLException("the database said nothing of what became of a claim");
        }
        return new BudgetShare(rows.getLong(1), rows.getLong(2), rows.getLong(3));
      }
    }
  }
}
