package beamline.router.postgres.audit;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import beamline.router.postgres.database.Database;
import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.postgres.database.Session;
import beamline.router.spi.AuditSink;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Chains in a table. An append is one transaction, however many entries it has; the primary key
 * keeps two writers of one chain from forking it.
 */
final class PostgresAuditSink implements AuditSink {
  private static final int PAGE = 1000;
  private static final String UNIQUE_VIOLATION = "23505";

  private final Database database;
  private final AuditTable table;

  PostgresAuditSink(Database database, DatabaseSettings settings) {
    this.database = database;
    this.table = new AuditTable(settings);
  }

  @Override
  public void append(List<AuditEntry> entries) {
    if (!entries.isEmpty()) {
      attempt(
          session -> {
            table.insert(session, missing(session, entries));
            return true;
          });
    }
  }

  /** Those that are not there yet, each of which follows the one before it. */
  private List<AuditEntry> missing(Session session, List<AuditEntry> entries) throws SQLException {
    AuditEntry end = table.last(session, entries.get(0).chain()).orElse(null);
    List<AuditEntry> missing = new ArrayList<>();
    for (AuditEntry entry : entries) {
      if (end != null && entry.index() <= end.index() && isStored(session, entry)) {
        continue;
      }
      if (!entry.follows(end)) {
        throw notNext(entry, end == null ? 0 : end.index());
      }
      missing.add(entry);
      end = entry;
    }
    return missing;
  }

  /** Also when it was there, and retention removed it. */
  private boolean isStored(Session session, AuditEntry entry) throws SQLException {
    return table.from(session, entry.chain(), entry.index(), 1).stream()
        .allMatch(stored -> stored.equals(entry) || stored.index() > entry.index());
  }

  @Override
  public Optional<AuditEntry> last(String chain) {
    return attempt(session -> table.last(session, chain));
  }

  @Override
  public long read(String chain, long fromIndex, int limit, Consumer<AuditEntry> reader) {
    if (fromIndex < 1 || limit < 1) {
      throw new IllegalArgumentException(
          "fromIndex and limit are " + fromIndex + " and " + limit + ", must be 1 or more");
    }
    long next = fromIndex;
    int left = limit;
    while (left > 0) {
      long from = next;
      int page = Math.min(left, PAGE);
      List<AuditEntry> entries = attempt(session -> table.from(session, chain, from, page));
      if (entries.isEmpty()) {
        break;
      }
      entries.forEach(reader);
      next = entries.get(entries.size() - 1).index() + 1;
      left -= entries.size();
    }
    return next;
  }

  @Override
  public List<String> chains() {
    return attempt(table::chains);
  }

  @Override
  public boolean durable() {
    return true;
  }

  @Override
  public Optional<AuditEntry> expired(String chain, long beforeEpochMillis) {
    return attempt(session -> table.storedBefore(session, chain, beforeEpochMillis));
  }

  @Override
  public void remove(String chain, long toIndex) {
    attempt(session -> table.remove(session, chain, toIndex));
  }

  @Override
  public void close() {
    database.close();
  }

  private <T> T attempt(Database.Work<T> work) {
    try {
      return database.attempt(work);
    } catch (SQLException e) {
      if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
        throw new RouterException(
            ErrorCode.INVALID_REQUEST,
            "audit sink postgres: somebody else writes this chain: " + Database.reason(e),
            e);
      }
      throw database.failure(e);
    }
  }

  private static RouterException notNext(AuditEntry entry, long end) {
    return new RouterException(
        ErrorCode.INVALID_REQUEST,
        "audit chain "
            + entry.chain()
            + " ends with "
            + end
            + ", which entry "
            + entry.index()
            + " does not follow: somebody else writes this chain");
  }
}
