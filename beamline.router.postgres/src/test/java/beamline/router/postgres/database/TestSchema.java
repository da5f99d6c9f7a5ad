package beamline.router.postgres.database;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.postgres.PostgresComponents;
import beamline.router.spi.PolicyStore;
import beamline.router.testkit.server.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** A schema of a test's own, stores on it, and an operator who has SQL. */
public final class TestSchema {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Duration PROMPT = Duration.ofSeconds(2);
  private static final Duration PATIENT = Duration.ofMinutes(2);

  private final PostgresServer server;
  private final String name = "schema_" + COUNT.incrementAndGet();

  public TestSchema(PostgresServer server) {
    this.server = server;
  }

  public String name() {
    return name;
  }

  /** A connection each time. */
  public DataSource dataSource() {
    return dataSource(server.port());
  }

  /** The same through another port. */
  public DataSource dataSource(int port) {
    return dataSource(port, PostgresServer.USER, PostgresServer.PASSWORD, PROMPT);
  }

  /** The same as somebody else. */
  public DataSource dataSource(String user, String password) {
    return dataSource(server.port(), user, password, PROMPT);
  }

  /** The driver's own would need java.naming, which this module does not read. */
  private static DataSource dataSource(int port, String user, String password, Duration timeout) {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", "" + timeout.toSeconds());
    properties.setProperty("socketTimeout", "" + timeout.toSeconds());
    properties.setProperty("ApplicationName", "beamline-router");
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
    return (DataSource)
        Proxy.newProxyInstance(
            TestSchema.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) -> {
              assertThat(method.getName()).isEqualTo("getConnection");
              return DriverManager.getConnection(url, properties);
            });
  }

  /** A pool as hosts have one, to be closed. */
  public static HikariDataSource pool(PostgresServer server) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(server.url());
    pool.setUsername(PostgresServer.USER);
    pool.setPassword(PostgresServer.PASSWORD);
    pool.setConnectionTimeout(1000);
    return pool;
  }

  /** A store, with settings as name, value, name, value. */
  public PolicyStore store(String... settings) {
    return store(dataSource(), settings);
  }

  public PolicyStore store(DataSource source, String... settings) {
    Map<String, String> all = new HashMap<>();
    all.put("schema", name);
    for (int i = 0; i < settings.length; i += 2) {
      all.put(settings[i], settings[i + 1]);
    }
    return PostgresComponents.policyStore(source, all);
  }

  /** Executes statements in the schema. */
  public void sql(String statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(statements);
    }
  }

  /** The first column of the first row. */
  public String query(String select) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(select)) {
      rows.next();
      return rows.getString(1);
    }
  }

  /** An operator's session, as with {@code SET search_path}. */
  public Connection connect() throws SQLException {
    DataSource patient =
        dataSource(server.port(), PostgresServer.USER, PostgresServer.PASSWORD, PATIENT);
    Connection connection = patient.getConnection();
    try (Statement statement = connection.createStatement()) {
      statement.execute("SET search_path TO " + name);
    }
    return connection;
  }
}
