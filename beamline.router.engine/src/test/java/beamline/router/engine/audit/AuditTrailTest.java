package beamline.router.engine.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouteRejection;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterConfig;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import beamline.router.api.admin.Health.Status;
import beamline.router.audit.Anchors;
import beamline.router.audit.AuditBody;
import beamline.router.audit.AuditLog;
import beamline.router.audit.KeyRing;
import beamline.router.audit.StoredEntry;
import beamline.router.audit.Verification;
import beamline.router.audit.Verifier;
import beamline.router.spi.AuditRecord;
import beamline.router.spi.AuditSink;
import beamline.router.spi.FlowTelemetry;
import beamline.router.testkit.RecordingAuditSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTrailTest {
  private static final String SECRET = "the secret of the owner";
  private final RouterException down =
      new RouterException(ErrorCode.SERVICE_DOWN, "the disk is full");

  private final RecordingAuditSink sink = new RecordingAuditSink();
  private final AtomicLong now = new AtomicLong(1_795_839_237_042L);
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE);
  private final TimeOfDay time = new TimeOfDay(now::get, nanos::get);

  @TempDir Path folder;

  @Test
  void recordsAreSealedInTheOrderInWhichTheyWereTold() throws IOException {
    try (AuditTrail trail = trail()) {
      for (int i = 1; i <= 1000; i++) {
        trail.record(record("policy.put", Map.of("n", (long) i)));
      }
    }
    assertThat(sink.entries()).hasSize(1000);
    assertThat(AuditBody.read(sink.entries().get(41).body()).details()).containsEntry("n", 42L);
    assertThat(verify(Anchors.none()).damage()).isEmpty();
  }

  @Test
  void recordsOfManyThreadsAreAllThere() throws InterruptedException, IOException {
    try (AuditTrail trail = trail("audit.queue-size", "16")) {
      CountDownLatch done = new CountDownLatch(8);
      for (int t = 0; t < 8; t++) {
        new Thread(
                () -> {
                  for (int i = 0; i < 200; i++) {
                    trail.record(record("policy.put", Map.of()));
                  }
                  done.countDown();
                })
            .start();
      }
      assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(sink.entries()).hasSize(1600);
    assertThat(verify(Anchors.none()).damage()).isEmpty();
  }

  @Test
  void chainGoesOnAfterARestartWithANewKey() throws IOException {
    try (AuditTrail trail = trail()) {
      trail.record(record("policy.put", Map.of()));
    }
    String old = "1:" + SECRET;
    try (AuditTrail trail =
        trail(
            "audit.hmac-secret", "the secret of next year",
            "audit.hmac-key-id", "2027",
            "audit.hmac-old-keys", old)) {
      trail.record(record("policy.delete", Map.of()));
      await().untilAsserted(() -> assertThat(trail.health().detail()).endsWith("node-1 at 2"));
    }
    KeyRing ring = KeyRing.of("2027", "the secret of next year").withOld(old);
    assertThat(verify(ring, Anchors.none()).keys())
        .containsExactly(Map.entry("1", 1L), Map.entry("2027", 1L));
  }

  @Test
  void whatTheSinkDoesNotTakeWaitsAndKeepsItsOrder() throws IOException {
    try (AuditTrail trail = trail()) {
      sink.failWith(down);
      for (int i = 1; i <= 20; i++) {
        trail.record(record("policy.put", Map.of("n", (long) i)));
      }
      await().untilAsserted(() -> assertThat(trail.health().status()).isEqualTo(Status.DEGRADED));
      assertThat(trail.health().detail()).contains("the disk is full");
      sink.recover();
      await().untilAsserted(() -> assertThat(sink.entries()).hasSize(20));
      await().untilAsserted(() -> assertThat(trail.health().status()).isEqualTo(Status.UP));
    }
    assertThat(verify(Anchors.none()).damage()).isEmpty();
  }

  @Test
  void changeIsRefusedWhenItsRecordHasNoPlace() {
    sink.failWith(down);
    try (AuditTrail trail = trail("audit.queue-size", "3", "audit.when-full", "reject")) {
      for (int i = 0; i < 3; i++) {
        trail.place().record(record("policy.put", Map.of()));
      }
      assertThatThrownBy(trail::place)
          .isInstanceOfSatisfying(
              RouterException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SERVICE_OVERLOADED))
          .hasMessageContaining("3 records wait (audit.queue-size)");
      sink.recover();
      await().untilAsserted(() -> assertThat(sink.entries()).hasSize(3));
      await()
          .untilAsserted(
              () -> {
                try (AuditTrail.Place unused = trail.place()) {
                  assertThat(unused).isNotNull();
                }
              });
    }
  }

  @Test
  void changeWaitsForAPlaceWhenItMayBlock() throws InterruptedException {
    sink.failWith(down);
    try (AuditTrail trail = trail("audit.queue-size", "1", "audit.max-wait", "30s")) {
      trail.place().record(record("first", Map.of()));
      Thread waiting = new Thread(() -> trail.place().record(record("second", Map.of())));
      waiting.start();
      await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
      assertThat(sink.entries()).isEmpty();
      sink.recover();
      waiting.join(10_000);
      await().untilAsserted(() -> assertThat(sink.entries()).hasSize(2));
    }
  }

  @Test
  void whatNobodyWillWriteAnyMoreIsCounted() {
    sink.failWith(down);
    AtomicLong lost = new AtomicLong();
    FlowTelemetry telemetry =
        new FlowTelemetry() {
          @Override
          public void auditLost(long records) {
            lost.addAndGet(records);
          }
        };
    RouterConfig config = RouterConfig.builder().set("audit.chain", "node-1").build();
    AuditTrail trail = new AuditTrail(AuditSettings.of(config), sink, time, telemetry);
    AuditTrail.Place early = trail.place();
    for (int i = 0; i < 700; i++) {
      trail.record(record("policy.put", Map.of()));
    }
    trail.close(Duration.ofMillis(100));
    assertThat(lost).hasValue(700);

    early.record(record("policy.put", Map.of()));
    assertThat(lost).hasValue(701);
    assertThatThrownBy(trail::place)
        .isInstanceOf(RouterException.class)
        .hasMessage("the audit log is closed");
  }

  @Test
  void whatCannotBeSealedIsLostAndTheChainSaysSoAndGoesOn() throws IOException {
    Object unreadable =
        new Object() {
          @Override
          public String toString() {
            throw new IllegalStateException("nobody can read this");
          }
        };
    try (AuditTrail trail = trail()) {
      trail.record(record("policy.put", Map.of()));
      trail.record(record("policy.put", Map.of("what", unreadable)));
      trail.record(record("policy.delete", Map.of()));
    }
    assertThat(actions()).containsExactly("policy.put", "audit.lost", "policy.delete");
    assertThat(verify(Anchors.none()).damage()).isEmpty();
  }

  @Test
  void decisionsNeverWaitAndTheChainSaysHowManyAreMissing() throws IOException {
    sink.failWith(down);
    try (AuditTrail trail = trail("audit.queue-size", "10", "audit.decisions", "all")) {
      for (int i = 0; i < 25; i++) {
        trail.decided(request(), rejection(), nanos.get());
      }
      assertThat(trail.health().status()).isEqualTo(Status.DEGRADED);
      sink.recover();
      await().untilAsserted(() -> assertThat(actions()).contains("audit.lost"));
    }
    assertThat(actions()).filteredOn("route_denied"::equals).hasSize(10);
    AuditEntry lost = sink.entries().get(actions().indexOf("audit.lost"));
    assertThat(AuditBody.read(lost.body()).details()).containsEntry("records", 15L);
    assertThat(verify(Anchors.none()).damage()).isEmpty();
  }

  @Test
  void decisionsAreRecordedOnlyWhereThatIsConfigured() {
    try (AuditTrail trail = trail()) {
      assertThat(trail.wantsDecisions()).isFalse();
      trail.decided(request(), rejection(), nanos.get());
      trail.record(record("policy.put", Map.of()));
    }
    assertThat(actions()).containsExactly("policy.put");
  }

  @Test
  void decisionHasTheTimeAtWhichItWasAskedFor() {
    sink.failWith(down);
    try (AuditTrail trail = trail("audit.decisions", "all")) {
      trail.decided(request(), rejection(), nanos.get() - 1_500_000_000);
      sink.recover();
    }
    assertThat(AuditBody.read(sink.entries().get(0).body()).epochMillis())
        .isEqualTo(now.get() - 1500);
  }

  @Test
  void userOfADecisionIsMaskedWhereThatIsConfigured() {
    try (AuditTrail trail = trail("audit.decisions", "all", "audit.redact", "user_id")) {
      trail.decided(
          RouteRequest.builder("acme", "text.generate").userId("ada").build(),
          rejection(),
          nanos.get());
      trail.record(record("policy.put", Map.of()));
    }
    assertThat(sink.entries().stream().map(it -> AuditBody.read(it.body()).actor()))
        .containsExactly("[redacted]", "ada");
  }

  @Test
  void secretsAndPersonalDetailsAreMasked() {
    try (AuditTrail trail = trail("audit.redact", "ip_address,email")) {
      trail.record(
          record(
              "policy.put",
              Map.of(
                  "ip_address", "10.0.0.1",
                  "email", "ada@example.org",
                  "x-api-key", "k-12345678",
                  "db_password", "hunter2",
                  "path", "/providers/0")));
    }
    assertThat(AuditBody.read(sink.entries().get(0).body()).details())
        .isEqualTo(
            Map.of(
                "ip_address", "[redacted]",
                "email", "[redacted]",
                "x-api-key", "[redacted]",
                "db_password", "[redacted]",
                "path", "/providers/0"));
  }

  @Test
  void checkpointsAnchorTheChainInAFileElsewhere() throws IOException {
    Path anchor = folder.resolve("anchor.jsonl");
    try (AuditTrail trail = trail("audit.anchor-file", anchor.toString())) {
      for (int i = 0; i < 50; i++) {
        trail.record(record("policy.put", Map.of()));
      }
    }
    KeyRing keys = KeyRing.of("1", SECRET);
    Anchors anchors = Anchors.read(Files.readAllLines(anchor), keys, Optional.empty());
    assertThat(verify(anchors).anchored()).isEqualTo(50);
    Verification truncated = verify(sink.entries().subList(0, 49), keys, anchors);
    assertThat(truncated.damage().orElseThrow().detail()).startsWith("entry 50 is missing");
  }

  @Test
  void checkpointAfterATornLineHasALineOfItsOwn() throws IOException {
    Path anchor = Files.writeString(folder.resolve("anchor.jsonl"), "{\"chain\":\"no");
    try (AuditTrail trail = trail("audit.anchor-file", anchor.toString())) {
      trail.record(record("policy.put", Map.of()));
    }
    Anchors anchors =
        Anchors.read(Files.readAllLines(anchor), KeyRing.of("1", SECRET), Optional.empty());
    assertThat(verify(anchors).anchored()).isEqualTo(1);
    assertThat(anchors.unreadable()).singleElement().asString().startsWith("checkpoint 1: ");
  }

  @Test
  void clockThatIsSetBackKeepsNoCheckpointAway() {
    Path anchor = folder.resolve("anchor.jsonl");
    try (AuditTrail trail =
        trail("audit.anchor-file", anchor.toString(), "audit.checkpoint-interval", "1s")) {
      trail.record(record("policy.put", Map.of()));
      await().untilAsserted(() -> assertThat(anchor).isNotEmptyFile());
      now.addAndGet(-3_600_000);
      trail.record(record("policy.put", Map.of()));
      await().untilAsserted(() -> assertThat(Files.readAllLines(anchor)).hasSize(2));
    }
  }

  @Test
  void checkpointIsDueAgainSoonWhenItCouldNotBeWritten() {
    Path missing = folder.resolve("missing");
    Path anchor = missing.resolve("anchor.jsonl");
    try (AuditTrail trail = trail("audit.anchor-file", anchor.toString())) {
      trail.record(record("policy.put", Map.of()));
      await().untilAsserted(() -> assertThat(trail.health().status()).isEqualTo(Status.DEGRADED));
      assertThat(missing.toFile().mkdir()).isTrue();
      await().untilAsserted(() -> assertThat(anchor).isNotEmptyFile());
      await().untilAsserted(() -> assertThat(trail.health().status()).isEqualTo(Status.UP));
    }
  }

  @Test
  void anchorThatCannotBeWrittenShowsInHealth() {
    try (AuditTrail trail =
        trail("audit.anchor-file", folder.resolve("no/such/anchor").toString())) {
      trail.record(record("policy.put", Map.of()));
      await()
          .untilAsserted(() -> assertThat(trail.health().detail()).contains("audit.anchor-file"));
    }
  }

  @Test
  void chainSaysWhatRetentionRemovesBeforeItIsRemoved() throws IOException {
    ForgetfulSink forgetful = new ForgetfulSink(sink);
    try (AuditTrail trail = trail(forgetful, "audit.cleanup-interval", "1s")) {
      for (int i = 0; i < 5; i++) {
        trail.record(record("policy.put", Map.of()));
      }
      await().untilAsserted(() -> assertThat(sink.entries()).hasSize(5));
      forgetful.expired = Optional.of(sink.entries().get(2));
      now.addAndGet(2000);
      await().until(() -> forgetful.removedTo == 3);
    }
    assertThat(forgetful.lastWhenRemoved).isEqualTo("audit.retention");
    List<AuditEntry> left = sink.entries().subList(3, 6);
    assertThat(verify(left, KeyRing.of("1", SECRET), Anchors.none()).damage()).isEmpty();
  }

  @Test
  void whoeverLooksAfterTheEndIsToldWhatIsNotInTheSink() {
    AuditTrail trail = trail("audit.max-wait", "50ms");
    sink.failWith(down);
    trail.record(record("policy.put", Map.of()));
    trail.close();
    assertThat(trail.health().status()).isEqualTo(Status.DEGRADED);
    assertThat(trail.health().detail())
        .contains("closed while records wait for the sink: 1", "the disk is full");

    AuditTrail good = trail(new RecordingAuditSink());
    good.record(record("policy.put", Map.of()));
    good.close();
    assertThat(good.health().status()).isEqualTo(Status.UP);
  }

  @Test
  void keysThatDoNotSuitOneAnotherAreNamedWithoutTheirSecrets() {
    assertThatThrownBy(() -> trail("audit.hmac-old-keys", "1:another secret of it"))
        .isInstanceOf(RouterException.class)
        .hasMessage("audit.hmac-old-keys: key '1' is on the ring twice");
    assertThatThrownBy(() -> trail("audit.hmac-key-id", "a b"))
        .hasMessageStartingWith("audit.hmac-key-id: key id 'a b' must be");
    assertThatThrownBy(() -> trail("audit.hmac-secret", "short"))
        .hasMessageContaining("audit.hmac-secret")
        .hasMessageNotContaining("'short'");
  }

  @Test
  void withoutASecretRecordsAreSealedWithTheKeyThatEverybodyKnows() throws IOException {
    RouterConfig config = RouterConfig.builder().set("audit.chain", "node-1").build();
    try (AuditTrail trail =
        new AuditTrail(AuditSettings.of(config), sink, time, FlowTelemetry.NONE)) {
      trail.record(record("policy.put", Map.of()));
    }
    assertThat(sink.entries().get(0).keyId()).isEqualTo(KeyRing.UNKEYED);
    assertThat(verify(KeyRing.unkeyed(), Anchors.none()).damage()).isEmpty();
  }

  private AuditTrail trail(String... settings) {
    return trail(sink, settings);
  }

  private AuditTrail trail(AuditSink to, String... settings) {
    RouterConfig.Builder config =
        RouterConfig.builder().set("audit.chain", "node-1").set("audit.hmac-secret", SECRET);
    for (int i = 0; i < settings.length; i += 2) {
      config.set(settings[i], settings[i + 1]);
    }
    return new AuditTrail(AuditSettings.of(config.build()), to, time, FlowTelemetry.NONE);
  }

  /** Says what may be removed, and remembers what the chain ended with when it was. */
  private static final class ForgetfulSink implements AuditSink {
    private final RecordingAuditSink kept;
    private volatile Optional<AuditEntry> expired = Optional.empty();
    private volatile String lastWhenRemoved = "";
    private volatile long removedTo;

    ForgetfulSink(RecordingAuditSink kept) {
      this.kept = kept;
    }

    @Override
    public void append(List<AuditEntry> entries) {
      kept.append(entries);
    }

    @Override
    public Optional<AuditEntry> last(String chain) {
      return kept.last(chain);
    }

    @Override
    public long read(String chain, long fromIndex, int limit, Consumer<AuditEntry> reader) {
      return kept.read(chain, fromIndex, limit, reader);
    }

    @Override
    public List<String> chains() {
      return kept.chains();
    }

    @Override
    public boolean durable() {
      return false;
    }

    @Override
    public Optional<AuditEntry> expired(String chain, long beforeEpochMillis) {
      return expired;
    }

    @Override
    public void remove(String chain, long toIndex) {
      expired = Optional.empty();
      lastWhenRemoved = AuditBody.read(kept.last(chain).orElseThrow().body()).action();
      removedTo = toIndex;
    }
  }

  private AuditRecord record(String action, Map<String, Object> details) {
    return new AuditRecord(now.get(), "acme", "ada", action, "policy", "default", details);
  }

  private static RouteRequest request() {
    return RouteRequest.builder("acme", "text.generate").build();
  }

  private static RouteRejection rejection() {
    return RouteRejection.of(ErrorCode.POLICY_NOT_FOUND, "policy acme/default does not exist");
  }

  private List<String> actions() {
    return sink.entries().stream().map(it -> AuditBody.read(it.body()).action()).toList();
  }

  private Verification verify(Anchors anchors) throws IOException {
    return verify(KeyRing.of("1", SECRET), anchors);
  }

  private Verification verify(KeyRing keys, Anchors anchors) throws IOException {
    return verify(sink.entries(), keys, anchors);
  }

  private static Verification verify(List<AuditEntry> entries, KeyRing keys, Anchors anchors)
      throws IOException {
    Iterator<AuditEntry> rest = new ArrayList<>(entries).iterator();
    AuditLog log = () -> rest.hasNext() ? new StoredEntry("sink", rest.next(), false) : null;
    return new Verifier(keys, anchors).verify("node-1", log);
  }
}
