package beamline.router.nats.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import beamline.router.nats.NatsComponents;
import beamline.router.spi.AuditSink;
import beamline.router.testkit.AuditEntries;
import beamline.router.testkit.server.NatsServer;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NatsAuditSinkTest {
  private final AuditEntries entries = new AuditEntries("node-1");
  private NatsServer server;
  private Connection connection;
  private AuditSink sink;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    server = NatsServer.start();
    connection = Nats.connect(server.url());
    sink = NatsComponents.auditSink(connection);
  }

  @AfterEach
  void close() throws InterruptedException {
    sink.close();
    connection.close();
    server.close();
  }

  @Test
  void entryIsAMessageWithTheTextAsPayloadOnTheSubjectOfItsChain()
      throws IOException, JetStreamApiException {
    List<AuditEntry> appended = entries.next(2);
    sink.append(appended);
    var message =
        connection
            .jetStreamManagement()
            .getLastMessage("BEAMLINE_AUDIT", "beamline.router.v1.audit.node-1");
    assertThat(new String(message.getData(), StandardCharsets.UTF_8))
        .isEqualTo(appended.get(1).body());
    assertThat(message.getHeaders().getFirst("Audit-Index")).isEqualTo("2");
    assertThat(message.getHeaders().getFirst("Audit-Hmac")).isEqualTo(appended.get(1).mac());
    assertThat(message.getHeaders().getFirst("Nats-Msg-Id")).startsWith("node-1/2/");
  }

  @Test
  void twoWritersOfOneChainDoNotForkIt() {
    AuditEntries twin = new AuditEntries("node-1");
    try (AuditSink other = NatsComponents.auditSink(connection)) {
      other.append(twin.next(1));
      sink.append(entries.next(2));
      AuditEntry fork = twin.next("{\"fork\":true}");
      assertThatThrownBy(() -> other.append(List.of(fork))).isInstanceOf(RouterException.class);
      assertThatThrownBy(() -> other.append(List.of(fork)))
          .hasMessageContaining("somebody else writes this chain");
    }
    List<AuditEntry> read = new ArrayList<>();
    sink.read("node-1", 1, 10, read::add);
    assertThat(read).hasSize(2);
  }

  @Test
  void readingBeginsAnywhereInALongChainWithFewRequests() {
    AuditEntries others = new AuditEntries("node-2");
    List<AuditEntry> chain = new ArrayList<>();
    for (int part = 0; part < 20; part++) {
      List<AuditEntry> appended = entries.next(10);
      sink.append(appended);
      chain.addAll(appended);
      sink.append(others.next(part % 4));
    }
    assertThat(requestsToRead(Long.MAX_VALUE, List.of())).isLessThanOrEqualTo(2);
    for (int from : new int[] {1, 2, 90, 151, 200}) {
      assertThat(requestsToRead(from, List.of(chain.get(from - 1)))).isLessThanOrEqualTo(10);
    }
    sink.remove("node-1", 120);
    for (int from : new int[] {1, 120, 121, 122, 180, 200}) {
      AuditEntry first = chain.get(Math.max(from, 121) - 1);
      assertThat(requestsToRead(from, List.of(first))).isLessThanOrEqualTo(10);
    }
    assertThat(requestsToRead(201, List.of())).isLessThanOrEqualTo(2);
  }

  @Test
  void twoReadersOfOneChainDoNotSendEachOtherBack() {
    List<AuditEntry> chain = entries.next(100);
    sink.append(chain);
    for (int ahead = 50; ahead < 100; ahead += 10) {
      assertThat(requestsToRead(ahead, List.of(chain.get(ahead - 1)))).isLessThanOrEqualTo(10);
      assertThat(requestsToRead(ahead - 40, List.of(chain.get(ahead - 41))))
          .isLessThanOrEqualTo(10);
    }
  }

  /** How many requests it took to read the next entry, or that there is none. */
  private long requestsToRead(long fromIndex, List<AuditEntry> expected) {
    long before = connection.getStatistics().getOutMsgs();
    List<AuditEntry> read = new ArrayList<>();
    sink.read("node-1", fromIndex, 1, read::add);
    assertThat(read).isEqualTo(expected);
    return connection.getStatistics().getOutMsgs() - before;
  }

  @Test
  void singleEntriesCannotBeDeletedByMistake() {
    sink.append(entries.next(3));
    assertThatThrownBy(() -> connection.jetStreamManagement().deleteMessage("BEAMLINE_AUDIT", 2))
        .isInstanceOf(JetStreamApiException.class);
  }

  @Test
  void streamThatIsMissingIsTheOperatorsToCreateWhenSaidSo() {
    try (AuditSink strict = NatsComponents.auditSink(connection, Map.of("manage", "false"))) {
      assertThatThrownBy(() -> strict.append(entries.next(1)))
          .isInstanceOf(RouterException.class)
          .hasMessageContaining("audit stream BEAMLINE_AUDIT: it is missing");
    }
  }
}
