package beamline.router.examples.audit;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.admin.AuditEntry;
import beamline.router.nats.NatsComponents;
import beamline.router.spi.AuditSink;
import beamline.router.testkit.server.NatsServer;
import beamline.router.testkit.server.PostgresServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On real servers. */
class ServerStoresTest {
  private final Shell shell = new Shell();

  @TempDir Path folder;

  @Test
  void streamIsVerifiedAndExported() throws Exception {
    try (NatsServer server = NatsServer.start()) {
      Connection connection = Nats.connect(server.url());
      AuditSink sink = NatsComponents.auditSink(connection);
      sink.append(TestLog.entries("node-1", 2500));
      List<String> store =
          List.of("--set", "audit-sink=nats", "--set", "audit-sink.nats.url=" + server.url());
      assertThat(run(store, "verify")).as(shell.err()).isZero();
      assertThat(shell.out()).startsWith("node-1: whole; entries 1 to 2500 are good");
      assertThat(run(store, "export", "--to", folder.toString())).isZero();
      assertThat(shell.run("verify", folder.toString())).isZero();
      sink.close();
      connection.close();
    }
  }

  @Test
  void tableIsVerifiedAndAnEditByItsOwnerIsFound() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      List<String> store =
          List.of(
              "--set", "audit-sink=postgres",
              "--set", "audit-sink.postgres.url=" + server.url(),
              "--set", "audit-sink.postgres.user=" + PostgresServer.USER,
              "--set", "audit-sink.postgres.password=" + PostgresServer.PASSWORD);
      assertThat(run(store, "verify")).isEqualTo(2);
      assertThat(shell.err()).contains("the log has no entries");
      try (java.sql.Connection connection =
              DriverManager.getConnection(
                  server.url(), PostgresServer.USER, PostgresServer.PASSWORD);
          Statement statement = connection.createStatement()) {
        statement.execute("SET search_path TO platform");
        for (AuditEntry entry : TestLog.entries("node-1", 20)) {
          statement.execute(
              "INSERT INTO audit_log (chain, chain_index, form, key_id, hmac_prev, hmac, body)"
                  + " VALUES ('%s', %d, %d, '%s', '%s', '%s', '%s')"
                      .formatted(
                          entry.chain(),
                          entry.index(),
                          entry.form(),
                          entry.keyId(),
                          entry.previousMac(),
                          entry.mac(),
                          entry.body()));
        }
        assertThat(run(store, "verify")).as(shell.err()).isZero();
        statement.execute("ALTER TABLE audit_log DISABLE TRIGGER audit_log_keep");
        statement.execute(
            "UPDATE audit_log SET body = replace(body, 'ada', 'eve') WHERE chain_index = 7");
      }
      assertThat(run(store, "verify")).isEqualTo(1);
      assertThat(shell.out()).startsWith("node-1: DAMAGED at entry 7, edited");
    }
  }

  private int run(List<String> store, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(store);
    return shell.run(all.toArray(String[]::new));
  }
}
