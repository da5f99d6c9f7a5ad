package beamline.router.postgres.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.policy.InvalidPolicyException;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.postgres.database.TestSchema;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStore.Write;
import beamline.router.testkit.server.PostgresServer;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people and other programs do to the tables, beside the store. */
class EditsBySqlTest {
  private static final PolicyKey KEY = new PolicyKey("acme", "default");
  private static PostgresServer server;

  private TestSchema schema;
  private PolicyStore store;
  private Heard heard;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void openStore() {
    schema = new TestSchema(server);
    store = schema.store();
    heard = Heard.on(store);
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void updateOfADocumentIsARevisionThatIsTold() throws SQLException {
    put("{\"a\":1}", 0);
    schema.sql("UPDATE policies SET document = '{\"a\": 2}' WHERE tenant_id = 'acme'");
    heard.await(KEY, "{\"a\": 2}");
    assertThat(stored()).isEqualTo(heard.known.get(KEY));
    assertThat(stored().revision()).isEqualTo(2);
    assertThat(schema.query("SELECT policy_json ->> 'a' FROM policies")).isEqualTo("2");
    assertThat(store.put(PolicyDocument.of("acme", "default", "{}"), 1))
        .isEqualTo(new Write.Conflict(1, 2));
    assertThat(PolicyChange.documents(store.history(KEY, 10)))
        .extracting(PolicyDocument::json)
        .containsExactly("{\"a\": 2}", "{\"a\":1}");
  }

  @Test
  void programThatKnowsOnlyTheColumnsOfTheContractInsertsAndUpdates() throws SQLException {
    schema.sql(
        "INSERT INTO policies (tenant_id, policy_id, name, policy_json)"
            + " VALUES ('acme', 'default', 'Default', '{\"a\":1}')");
    heard.await(KEY, "{\"a\": 1}");
    schema.sql("UPDATE policies SET policy_json = '{\"a\":2}', updated_at = now()");
    heard.await(KEY, "{\"a\": 2}");
    assertThat(stored().revision()).isEqualTo(2);
    assertThat(schema.query("SELECT name || ' ' || version FROM policies"))
        .isEqualTo("Default 1.0");
  }

  @Test
  void policyThatIsSetInactiveIsAbsentAndCountsOnWhenItComesBack() throws SQLException {
    put("{\"a\":1}", 0);
    heard.await(KEY, "{\"a\":1}");
    schema.sql("UPDATE policies SET is_active = false");
    heard.awaitRemoval(KEY);
    assertThat(store.get(KEY)).isEmpty();
    assertThat(store.list("acme")).isEmpty();
    schema.sql("UPDATE policies SET is_active = true");
    heard.await(KEY, "{\"a\":1}");
    assertThat(stored().revision()).isEqualTo(3);
    assertThat(store.history(KEY, 10))
        .containsExactly(
            new PolicyChange.Updated(stored()),
            new PolicyChange.Removed(KEY, 2),
            new PolicyChange.Updated(store.revision(KEY, 1).orElseThrow()));
  }

  @Test
  void historySaysWhoChangedWhatAndWhenADeletionWas() throws SQLException {
    put("{\"a\":1}", 0);
    store.delete(KEY, 1);
    String select =
        "SELECT string_agg(concat_ws(' ', revision, document, recorded_by), ', ' ORDER BY revision)"
            + " FROM policy_revisions";
    assertThat(schema.query(select)).isEqualTo("1 {\"a\":1} postgres, 2 postgres");
  }

  @Test
  void oneStatementOnManyPoliciesIsARevisionOfEach() throws SQLException {
    for (int i = 0; i < 5; i++) {
      store.put(PolicyDocument.of("acme", "p" + i, "{}"), 0);
    }
    schema.sql("UPDATE policies SET document = '{\"all\":1}'");
    for (int i = 0; i < 5; i++) {
      heard.await(new PolicyKey("acme", "p" + i), "{\"all\":1}");
    }
    assertThat(schema.query("SELECT count(*) FROM policy_revisions")).isEqualTo("10");
  }

  @Test
  void insertThatUpdatesOnConflictIsARevision() throws SQLException {
    put("{\"a\":1}", 0);
    schema.sql(
        "INSERT INTO policies (tenant_id, policy_id, document) VALUES ('acme', 'default', '{}')"
            + " ON CONFLICT (tenant_id, policy_id) DO UPDATE SET document = EXCLUDED.document");
    heard.await(KEY, "{}");
    assertThat(stored().revision()).isEqualTo(2);
  }

  @Test
  void whatIsNoPartOfThePolicyIsNoRevision() throws SQLException {
    put("{\"a\":1}", 0);
    schema.sql("UPDATE policies SET metadata = '{\"owner\":\"me\"}', name = 'Mine'");
    put("{\"a\":2}", 1);
    heard.await(KEY, "{\"a\":2}");
    assertThat(stored().revision()).isEqualTo(2);
    assertThat(schema.query("SELECT name || metadata FROM policies"))
        .isEqualTo("Mine{\"owner\": \"me\"}");
  }

  @Test
  void versionAndMetadataFollowTheDocument() throws SQLException {
    String columns = "SELECT version || ' ' || metadata FROM policies";
    put("{\"version\":\"2.7\",\"metadata\":{\"owner\":\"me\"}}", 0);
    assertThat(schema.query(columns)).isEqualTo("2.7 {\"owner\": \"me\"}");
    schema.sql("UPDATE policies SET policy_json = '{\"version\":\"2.8\",\"metadata\":{}}'");
    assertThat(schema.query(columns)).isEqualTo("2.8 {}");
    put("{\"version\":3,\"metadata\":[]}", 2);
    assertThat(schema.query(columns)).isEqualTo("1.0 {}");
    put("{\"version\":\"" + "9".repeat(50) + "\"}", 3);
    assertThat(schema.query(columns)).isEqualTo("9".repeat(50) + " {}");
    put("{\"version\":\"" + "9".repeat(51) + "\"}", 4);
    assertThat(schema.query(columns)).isEqualTo("1.0 {}");
  }

  @Test
  void versionAndMetadataThatAProgramWritesBesideADocumentWithoutThemStay() throws SQLException {
    String columns = "SELECT version || ' ' || metadata FROM policies";
    schema.sql(
        "INSERT INTO policies (tenant_id, policy_id, name, version, policy_json, metadata)"
            + " VALUES ('acme', 'default', 'Default', '4', '{\"a\":1}', '{\"owner\":\"me\"}')");
    put("{\"a\":2}", 1);
    assertThat(schema.query(columns)).isEqualTo("4 {\"owner\": \"me\"}");
    schema.sql("UPDATE policies SET policy_json = '{\"a\":3}', version = '5'");
    assertThat(schema.query(columns)).isEqualTo("5 {\"owner\": \"me\"}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE FROM policies", "TRUNCATE policies"})
  void deletionFromTheTableIsRefusedAndSaysWhatToDo(String statement) {
    put("{\"a\":1}", 0);
    assertThatThrownBy(() -> schema.sql(statement))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("revisions would begin again")
        .hasMessageContaining("set is_active = false instead");
    assertThat(stored().json()).isEqualTo("{\"a\":1}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"revision = 7", "change = 99", "policy_id = 'other'", "tenant_id = 'b'"})
  void numbersAndNamesStayAsTheyAre(String assignment) {
    put("{\"a\":1}", 0);
    assertThatThrownBy(() -> schema.sql("UPDATE policies SET " + assignment))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("stay as they are");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'a b', 'x', '{}'", "'', 'x', '{}'", "'a', 'x', '[1]'", "'a', 'x', '{\"a\":'"})
  void rowThatIsNoPolicyIsRefused(String values) {
    assertThatThrownBy(
            () ->
                schema.sql(
                    "INSERT INTO policies (tenant_id, policy_id, document) VALUES ("
                        + values
                        + ")"))
        .isInstanceOf(SQLException.class);
    assertThat(store.all()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":\"\\u0000\"}",
        "{\"a\":\"\0\"}",
        "{\"a\":\"\ud800\"}",
        "{\"a\":\"\\ud83d\"}",
        "\ufeff{}",
        "{",
        "[]"
      })
  void textThatPostgresqlDoesNotTakeIsRefusedByName(String json) {
    assertThatThrownBy(() -> store.put(PolicyDocument.of("acme", "default", json), 0))
        .isInstanceOf(InvalidPolicyException.class)
        .hasMessageStartingWith("policy acme/default: ")
        .hasMessageNotContainingAny("Where:", "PL/pgSQL", "SQL statement", "Failing row");
    assertThat(store.get(KEY)).isEmpty();
  }

  @Test
  void editsOfManyPoliciesAndPutsOfOneNeverWaitForEachOther() throws Exception {
    for (int i = 0; i < 20; i++) {
      store.put(PolicyDocument.of("acme", "p" + i, "{}"), 0);
    }
    CompletableFuture<Void> edits =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 0; i < 50; i++) {
                edit("UPDATE policies SET document = '{\"edit\":" + i + "}'");
              }
            });
    int done = 0;
    for (int i = 0; !edits.isDone(); i++) {
      PolicyKey key = new PolicyKey("acme", "p" + i % 20);
      long revision = store.get(key).orElseThrow().revision();
      if (store.put(PolicyDocument.of("acme", key.policyId(), "{\"put\":1}"), revision)
          instanceof Write.Done) {
        done++;
      }
    }
    edits.get(1, TimeUnit.SECONDS);
    assertThat(schema.query("SELECT count(*) FROM policy_revisions"))
        .isEqualTo("" + (20 + 1000 + done));
  }

  private void edit(String statement) {
    try {
      schema.sql(statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void put(String json, long expected) {
    assertThat(store.put(PolicyDocument.of("acme", "default", json), expected))
        .isInstanceOf(Write.Done.class);
  }

  private PolicyDocument stored() {
    return store.get(KEY).orElseThrow();
  }
}
