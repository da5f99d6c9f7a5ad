package beamline.router.postgres.policy;

import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.api.policy.PolicyProblem;
import beamline.router.postgres.database.ChangeFollower;
import beamline.router.postgres.database.Database;
import beamline.router.postgres.database.DatabaseSettings;
import beamline.router.spi.PolicyStore;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Policies in tables that anybody may read and change, by this store or by SQL. The database
 * decides about every write; nothing is kept here.
 */
final class PostgresPolicyStore implements PolicyStore {
  private final Database database;
  private final PolicyTable table;
  private final ChangeFollower<PolicyChange> follower;

  PostgresPolicyStore(Database database, DatabaseSettings settings) {
    this.database = database;
    table = new PolicyTable(settings);
    follower = new ChangeFollower<>(database, table, settings);
  }

  @Override
  public Optional<PolicyDocument> get(PolicyKey key) {
    return database.transaction(session -> table.get(session, key)).stream().findFirst();
  }

  @Override
  public List<PolicyDocument> list(String tenantId) {
    return PolicyKey.isId(tenantId)
        ? database.transaction(session -> table.list(session, tenantId))
        : List.of();
  }

  @Override
  public List<PolicyChange> current() {
    return database.transaction(table::current);
  }

  @Override
  public Write put(PolicyDocument document, long expectedRevision, int maxPolicies) {
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(document.json())) {
      throw invalid(document.key(), "has half of a surrogate pair, which is no text");
    }
    try {
      return database.attempt(
          session -> table.put(session, document, expectedRevision, maxPolicies));
    } catch (SQLException e) {
      throw isAboutTheDocument(e)
          ? invalid(document.key(), "PostgreSQL does not take it: " + Database.reason(e))
          : database.failure(e);
    }
  }

  @Override
  public Write delete(PolicyKey key, long expectedRevision) {
    return database.transaction(session -> table.delete(session, key, expectedRevision));
  }

  @Override
  public List<PolicyChange> history(PolicyKey key, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("limit is " + limit + ", must be 1 or more");
    }
    return database.transaction(session -> table.history(session, key, limit));
  }

  @Override
  public Optional<PolicyDocument> revision(PolicyKey key, long revision) {
    return database.transaction(session -> table.revision(session, key, revision)).stream()
        .findFirst();
  }

  @Override
  public Watch watch(Consumer<PolicyChange> listener) {
    return follower.watch(listener)::run;
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

  /** Data that is no JSON object, or that the database has no way to keep. */
  private static boolean isAboutTheDocument(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return state.startsWith("22") || state.startsWith("54") || state.equals("23514");
  }

  private static InvalidPolicyException invalid(PolicyKey key, String problem) {
    return new InvalidPolicyException(key, List.of(new PolicyProblem("", problem)));
  }
}
