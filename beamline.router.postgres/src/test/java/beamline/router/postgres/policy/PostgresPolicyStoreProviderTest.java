package beamline.router.postgres.policy;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.postgres.database.TestSchema;
import beamline.router.spi.ComponentProvider;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStoreProvider;
import beamline.router.testkit.TestComponentContext;
import beamline.router.testkit.server.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that is made from settings alone. */
class PostgresPolicyStoreProviderTest {
  private static final String SECRET = "hunter2&hunter2";
  private static PostgresServer server;

  private final List<AutoCloseable> opened = new ArrayList<>();

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable it : opened) {
      it.close();
    }
  }

  @Test
  void isNeverChosenUnlessNamed() {
    PolicyStoreProvider provider = new PostgresPolicyStoreProvider();
    assertThat(provider.name()).isEqualTo("postgres");
    assertThat(provider.priority()).isLessThan(ComponentProvider.EMBEDDED);
  }

  @Test
  void userAndPasswordMayBeKeysOrInTheUrl() {
    assertThat(store("url", server.url(), "user", "postgres", "password", password()).all())
        .isEmpty();
    assertThat(store("url", server.url() + "?password=" + password() + "&user=postgres").all())
        .isEmpty();
  }

  @Test
  void oneConnectionIsKeptForTheNextCallAndClosedWithTheStore() throws SQLException {
    PolicyStore store =
        store("url", server.url(), "user", "postgres", "password", password(), "schema", "kept");
    for (int i = 0; i < 5; i++) {
      store.all();
    }
    TestSchema other = new TestSchema(server);
    String connections =
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'beamline-router'"
            + " AND query NOT LIKE '%pg_stat_activity%'";
    assertThat(other.query(connections)).isEqualTo("1");
    other.sql(
        "SELECT pg_terminate_backend(pid)" + connections.substring("SELECT count(*)".length()));
    assertThat(store.all()).isEmpty();
    store.close();
    eventually("it is closed", () -> count(other, connections) == 0);
  }

  @Test
  void passwordThatIsExchangedInItsFileIsUsedByTheNextConnection(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "outdated\n");
    PolicyStore store =
        store("url", server.url(), "user", "postgres", "password-file", file.toString());
    assertThatThrownBy(store::all).hasMessageContaining("password authentication failed");
    Files.writeString(file, password() + "\n");
    assertThat(store.all()).isEmpty();
  }

  @Test
  void driverMayBeNamed() {
    assertThat(
            store(
                    "url",
                    server.url(),
                    "user",
                    "postgres",
                    "password",
                    password(),
                    "driver",
                    "org.postgresql.Driver")
                .all())
        .isEmpty();
    assertInvalid(
        "driver", "driver is 'no.such.Driver'", "url", server.url(), "driver", "no.such.Driver");
    assertInvalid(
        "driver",
        "driver is 'java.lang.String'",
        "url",
        server.url(),
        "driver",
        "java.lang.String");
  }

  @Test
  void urlWithoutADriverSaysSo() {
    assertThatThrownBy(() -> store("url", "jdbc:nobody://db/policies?password=" + SECRET).all())
        .isInstanceOf(RouterException.class)
        .hasMessageContaining("no JDBC driver is there for jdbc:nobody://db/policies")
        .hasMessageNotContaining("hunter2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "url=",
        "url=postgresql://db/policies",
        "schema=1st",
        "schema=a-b",
        "schema=a\"b",
        "timeout=0",
        "timeout=2h",
        "poll-interval=0",
        "listen=perhaps",
        "migrate=perhaps",
        "password-file=/no/such/file"
      })
  void settingThatDoesNotSuitIsRefusedByName(String setting) {
    String name = setting.substring(0, setting.indexOf('='));
    assertInvalid(
        name,
        "policy-store.postgres." + name + " is ",
        "url",
        server.url(),
        name,
        setting.substring(name.length() + 1));
  }

  @Test
  void unknownSettingIsRefused() {
    assertInvalid(
        "pool", "unknown key policy-store.postgres.pool", "url", server.url(), "pool", "5");
  }

  @Test
  void passwordAndFileAreRefusedTogether() {
    assertInvalid(
        "password-file",
        "absent",
        "url",
        server.url(),
        "password",
        SECRET,
        "password-file",
        "/tmp");
  }

  @Test
  void noSecretIsEverPrinted() {
    PrintStream err = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    StringWriter said = new StringWriter();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      String encoded = SECRET.replace("&", "%26");
      for (String[] settings :
          new String[][] {
            {"url", server.url(), "user", "postgres", "password", SECRET},
            {"url", server.url() + "?user=postgres&password=" + encoded},
            {"url", server.url() + "?user=postgres&sslpassword=" + encoded},
            {"url", "jdbc:postgresql://127.0.0.1:1/x?user=postgres&password=" + encoded},
            {"url", "jdbc:postgresql://127.0.0.1:none/x?password=" + encoded},
            {"url", "jdbc:nobody:x?password=" + encoded},
            {"url", "jdbc:postgresql://postgres:" + encoded + "@127.0.0.1/x"},
            {"url", "jdbc:postgresql://127.0.0.1/x?password=hunter2%zz"},
            {"url", "postgresql://127.0.0.1/x?password=" + encoded},
            {"url", server.url(), "password", SECRET, "password-file", "/tmp/x"}
          }) {
        attempt(said, settings);
      }
    } finally {
      System.setErr(err);
    }
    assertThat(said.toString()).contains("policy store postgres").doesNotContain("hunter2");
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("not followed")
        .doesNotContain("hunter2");
  }

  private void attempt(StringWriter said, String... settings) {
    try {
      PolicyStore store = store(settings);
      said.append(store.toString());
      Heard.on(store);
      said.append(store.trouble().orElse(""));
      eventually("it says that it does not follow", () -> store.trouble().isPresent());
      said.append(store.trouble().orElse(""));
      store.all();
    } catch (RouterException e) {
      e.printStackTrace(new PrintWriter(said, true));
    }
  }

  private void assertInvalid(String key, String message, String... settings) {
    assertThatThrownBy(() -> store(settings))
        .as(key)
        .isInstanceOfSatisfying(
            RouterException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID))
        .hasMessageContaining(message)
        .hasMessageNotContaining("hunter2");
  }

  private PolicyStore store(String... settings) {
    Map<String, String> all = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    TestComponentContext context =
        TestComponentContext.builder().prefix("policy-store.postgres.").config(all).build();
    opened.add(context);
    PolicyStore store = new PostgresPolicyStoreProvider().create(context);
    opened.add(store);
    return store;
  }

  private static int count(TestSchema schema, String select) {
    try {
      return Integer.parseInt(schema.query(select));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String password() {
    return PostgresServer.PASSWORD;
  }
}
