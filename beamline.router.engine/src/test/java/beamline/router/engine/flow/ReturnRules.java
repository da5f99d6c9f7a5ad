package beamline.router.engine.flow;

import static beamline.router.engine.flow.Peers.bytes;
import static beamline.router.engine.flow.Peers.eventually;
import static beamline.router.engine.flow.Peers.file;
import static beamline.router.engine.flow.Peers.text;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouterConfig;
import beamline.router.api.admin.AuditEntry;
import beamline.router.api.admin.Health;
import beamline.router.api.admin.TenantList;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.Message;
import beamline.router.testkit.RecordingAuditSink;
import beamline.router.testkit.RecordingTelemetry.Event;
import beamline.router.testkit.TroubledTransport;
import beamline.router.testkit.TroubledTransport.Trouble;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes back from workers, on any bus. */
public abstract class ReturnRules {
  private static final int LONG = 60_000;
  private static final int SHORT = 100;

  private final List<Node> nodes = new ArrayList<>();
  private final List<RecordingAuditSink> audits = new ArrayList<>();
  private Bus bus;
  private Peers peers;

  /** A new bus. */
  protected abstract Bus bus();

  @BeforeEach
  void start() {
    bus = bus();
    node();
    peers = new Peers(bus);
  }

  @AfterEach
  void stop() {
    nodes.forEach(Node::close);
    bus.close();
  }

  private static RouterConfig config() {
    return RouterConfig.builder()
        .set("consumer.ack-wait", "200ms")
        .set("consumer.backoff", "[10ms, 20ms]")
        .set("ack.enabled", "true")
        .build();
  }

  private Node node() {
    return node(number -> Trouble.NONE, config());
  }

  private Node node(IntFunction<Trouble> troubles, RouterConfig config) {
    return node(new TroubledTransport(bus.node(), troubles), config);
  }

  private Node node(TroubledTransport transport, RouterConfig config) {
    RecordingAuditSink audit = new RecordingAuditSink();
    audits.add(audit);
    Node node = new Node(transport, bus, config, audit);
    nodes.add(node);
    node.policy("acme", "thrice", "{'providers':['p1','p2'],'assignment':{'max_attempts':3}}");
    if (!transport.isDead()) {
      eventually("every flow starts", () -> transport.isDead() || isWatching(node));
    }
    return node;
  }

  private static boolean isWatching(Node node) {
    return node.flow("reconciliation").detail().equals("started");
  }

  private Node first() {
    return nodes.get(0);
  }

  private List<String> writtenDown() {
    return audits.stream()
        .flatMap(audit -> audit.entries().stream())
        .map(AuditEntry::body)
        .toList();
  }

  private List<Event> told(String name) {
    return nodes.stream().flatMap(node -> node.telemetry().events(name).stream()).toList();
  }

  private void replaceNodes(IntFunction<Trouble> troubles) {
    nodes.forEach(Node::close);
    nodes.clear();
    node(troubles, config());
  }

  // ---- what workers send

  @ParameterizedTest
  @CsvSource({
    "result_success, a-1, success, 0, worker-1",
    "result_error, a-k6, error, 0, worker-1",
    "result_timeout, a-k7, timeout, 200, worker-1",
    "result_all_texts, a-c1, success, 150, caf-1",
    "result_contract, a-d1, cancelled, 850, p1"
  })
  void everyWorkersExactBytesAreMetered(
      String file, String id, String status, String latency, String worker) {
    peers.assign(id, "default", LONG);
    peers.send(Peers.RESULTS, file(file));

    eventually("usage is stored", () -> !peers.usage().isEmpty());
    Message usage = peers.usage().get(0);
    assertThat(usage.headers()).containsEntry(Message.MESSAGE_ID, "usage-" + id);
    assertThat(usage.headers()).containsEntry("tenant_id", "acme");
    assertThat(text(usage, "/version")).isEqualTo("1");
    assertThat(text(usage, "/tenant_id")).isEqualTo("acme");
    assertThat(text(usage, "/provider_id")).isEqualTo("p1");
    assertThat(text(usage, "/worker_id")).isEqualTo(worker);
    assertThat(text(usage, "/event_type")).isEqualTo("text.generate");
    assertThat(text(usage, "/status")).isEqualTo(status);
    assertThat(text(usage, "/latency_ms")).isEqualTo(latency);
    assertThat(text(usage, "/root_assignment_id")).isEqualTo(id);
    assertThat(text(usage, "/request_id")).isEqualTo("r-" + id);
    assertThat(text(usage, "/cost_center")).isEqualTo("cc-7");
    eventually("it is acknowledged", () -> acks() == 1);
  }

  private long acks() {
    return told("flow.deliveryAnswered").stream()
        .filter(event -> event.values().equals(List.of("router-results", "ack")))
        .count();
  }

  @Test
  void whatAResultDoesNotTellIsNotInItsUsageEvent() {
    peers.assign("a-2", "default", LONG);
    peers.send(Peers.RESULTS, bytes("{'assignment_id':'a-2','status':'success'}"));

    eventually("usage is stored", () -> !peers.usage().isEmpty());
    Message usage = peers.usage().get(0);
    assertThat(text(usage, "/latency_ms")).isEqualTo("-");
    assertThat(text(usage, "/cost")).isEqualTo("-");
    assertThat(text(usage, "/worker_id")).isEqualTo("-");
    assertThat(text(usage, "/trace_id")).isEqualTo("t-a-2");
  }

  @Test
  void aResultThatNamesOnlyItsRequestIsTaken() {
    peers.assign("a-3", "default", LONG);
    peers.send(
        Peers.RESULTS, bytes("{'request_id':'r-a-3','tenant_id':'acme','status':'success'}"));

    eventually("usage is stored", () -> !peers.usage().isEmpty());
    assertThat(text(peers.usage().get(0), "/root_assignment_id")).isEqualTo("a-3");
  }

  @Test
  void twoWorkersGiveOneUsageEvent() {
    peers.assign("a-4", "default", LONG);
    peers.success("a-4", "worker-1");
    peers.success("a-4", "worker-2");

    eventually("both are acknowledged", () -> acks() == 2);
    eventually("usage is read", () -> !peers.usage().isEmpty());
    assertThat(peers.usage()).hasSize(1);
    assertThat(told("flow.resultTaken")).hasSize(1);
    assertThat(told("flow.resultDuplicate")).hasSize(1);
  }

  // ---- what is refused

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not json|PARSE_ERROR",
        "[]|PARSE_ERROR",
        "{'status':'success'}|MISSING_CORRELATION_ID",
        "{'assignment_id':'a-5'}|MISSING_STATUS",
        "{'assignment_id':'a-5','status':'done'}|INVALID_STATUS",
        "{'assignment_id':'a-5','status':'success','latency_ms':-1}|INVALID_FIELD",
        "{'assignment_id':'a-5','status':'success','version':'2'}|VERSION_UNSUPPORTED",
        "{'version':'v1','kind':'heartbeat','data':{}}|WRONG_KIND",
        "{'assignment_id':'nobodys','status':'success'}|UNKNOWN_ASSIGNMENT",
        "{'assignment_id':'a-5','status':'success','tenant_id':'evil'}|TENANT_VALIDATION_FAILED"
      })
  void whatCannotBeTakenIsKeptAsItCame(String body, String reason) {
    peers.assign("a-5", "default", LONG);
    peers.send(Peers.RESULTS, bytes(body));

    eventually("a dead letter is stored", () -> !peers.resultDeadLetters().isEmpty());
    Message letter = peers.resultDeadLetters().get(0);
    assertThat(letter.headers())
        .containsEntry("x-dlq-reason", reason)
        .containsEntry("version", "1");
    assertThat(letter.headers()).containsEntry("x-original-subject", Peers.RESULTS);
    assertThat(letter.headers().get(Message.MESSAGE_ID)).startsWith("dlq-");
    assertThat(text(letter, "/reason")).isEqualTo(reason);
    assertThat(text(letter, "/original_subject")).isEqualTo(Peers.RESULTS);
    assertThat(Base64.getDecoder().decode(text(letter, "/payload_base64"))).isEqualTo(bytes(body));
    eventually("it is given up after that", () -> terms() == 1);
    assertThat(peers.usage()).isEmpty();
  }

  private long terms() {
    return told("flow.deliveryAnswered").stream()
        .filter(event -> event.values().equals(List.of("router-results", "term")))
        .count();
  }

  @Test
  void aHeaderThatContradictsTheAssignmentIsRefused() {
    peers.assign("a-6", "default", LONG);
    peers.store(
        Message.of(
            Peers.RESULTS,
            bytes("{'assignment_id':'a-6','status':'success','tenant_id':'acme'}"),
            Map.of("tenant_id", "evil", Message.MESSAGE_ID, "m-6")));

    eventually("a dead letter is stored", () -> !peers.resultDeadLetters().isEmpty());
    Message letter = peers.resultDeadLetters().get(0);
    assertThat(letter.headers()).containsEntry(Message.MESSAGE_ID, "dlq-m-6");
    assertThat(letter.headers()).containsEntry("x-original-msg-id", "m-6");
    assertThat(told("flow.resultTenantRejected"))
        .contains(Event.of("flow.resultTenantRejected", "acme", "header_mismatch"));
    assertThat(told("flow.contractViolated")).hasSize(1);
    eventually(
        "it is in the audit log",
        () ->
            writtenDown().stream()
                .anyMatch(
                    body ->
                        body.contains("\"action\":\"result_denied\"")
                            && body.contains("\"tenant_id\":\"acme\"")
                            && body.contains("\"resource_id\":\"a-6\"")
                            && body.contains("\"header_tenant_id\":\"evil\"")
                            && body.contains("\"reason\":\"header_mismatch\"")));
  }

  @Test
  void resultsOfTenantsThatAreNotAllowedAreRefused() {
    first().engine().controls().resultTenants(TenantList.only("other"));
    peers.assign("a-7", "default", LONG);
    peers.success("a-7", "worker-1");

    eventually("a dead letter is stored", () -> !peers.resultDeadLetters().isEmpty());
    assertThat(peers.usage()).isEmpty();
  }

  // ---- results that do not come

  @Test
  void aDeafWorkersAssignmentIsReportedLostOnce() {
    node();
    peers.assign("a-8", "default", SHORT);

    eventually("the loss is reported", () -> told("flow.assignmentLost").size() == 1);
    eventually("nobody waits", () -> nodes.stream().allMatch(node -> waiting(node) == 0));
    eventually("the report is read", () -> !peers.assignmentDeadLetters().isEmpty());
    assertThat(peers.assignmentDeadLetters()).hasSize(1);
    Message letter = peers.assignmentDeadLetters().get(0);
    assertThat(letter.headers()).containsEntry(Message.MESSAGE_ID, "dlq-lost-a-8");
    assertThat(letter.headers()).containsEntry("x-dlq-reason", "ASSIGNMENT_LOST");
    assertThat(text(letter, "/context/provider_id")).isEqualTo("p1");
    assertThat(peers.assignments()).hasSize(1);
  }

  private static int waiting(Node node) {
    String detail = node.flow("open-assignments").detail();
    return Integer.parseInt(detail.substring(0, detail.indexOf(' ')));
  }

  @Test
  void aResultThatComesAfterTheLossIsMetered() {
    peers.assign("a-9", "default", SHORT);
    eventually("the loss is reported", () -> peers.assignmentDeadLetters().size() == 1);

    peers.success("a-9", "worker-1");

    eventually("usage is stored", () -> peers.usage().size() == 1);
  }

  @Test
  void aLossThatWasReportedBeforeAStartIsNotReportedAgain() {
    peers.assign("a-10", "default", SHORT);
    eventually("the loss is reported", () -> peers.assignmentDeadLetters().size() == 1);

    replaceNodes(number -> Trouble.NONE);
    peers.assign("a-11", "default", SHORT);

    eventually("another is reported", () -> peers.assignmentDeadLetters().size() == 2);
    eventually("it is told", () -> !told("flow.assignmentLost").isEmpty());
    assertThat(told("flow.assignmentLost")).hasSize(1);
  }

  @Test
  void everyAttemptHasItsOwnIdAndTheFirstResultOfAnyWins() {
    node();
    peers.assign("a-12", "thrice", SHORT);
    eventually("it is sent three times", () -> peers.assignments().size() == 3);
    eventually("the loss is reported", () -> peers.assignmentDeadLetters().size() == 1);

    Set<String> ids = new HashSet<>();
    for (Message assignment : peers.assignments()) {
      ids.add(text(assignment, "/assignment_id"));
      assertThat(assignment.headers().get(Message.MESSAGE_ID))
          .isEqualTo(text(assignment, "/assignment_id"));
      assertThat(new String(assignment.payload(), StandardCharsets.UTF_8))
          .contains("\"payload\":{\"n\":1.50}");
    }
    assertThat(ids).hasSize(3).contains("a-12");
    Message third = peers.assignments().get(2);
    assertThat(third.headers()).containsEntry("x-root-assignment-id", "a-12");
    assertThat(third.headers()).containsEntry("x-attempt", "3");
    eventually("both are told", () -> told("flow.assignmentResent").size() == 2);

    ids.forEach(id -> peers.success(id, "worker-1"));
    eventually("all are acknowledged", () -> acks() == 3);
    eventually("usage is read", () -> !peers.usage().isEmpty());
    assertThat(peers.usage()).hasSize(1);
    assertThat(peers.usage().get(0).headers()).containsEntry(Message.MESSAGE_ID, "usage-a-12");
    assertThat(told("flow.resultTaken")).hasSize(1);
    assertThat(told("flow.resultDuplicate")).hasSize(2);
  }

  @Test
  void anAssignmentWithAResultIsNeitherSentAgainNorLost() {
    peers.assign("a-13", "thrice", SHORT);
    peers.success("a-13", "worker-1");
    peers.assign("a-14", "default", SHORT);

    eventually("the other one is lost", () -> peers.assignmentDeadLetters().size() == 1);
    assertThat(peers.assignments()).hasSize(2);
  }

  @Test
  void theKillSwitchStopsWhatWouldBeSentAgain() {
    first().engine().controls().assignmentsEnabled(false);
    peers.assign("a-15", "thrice", SHORT);

    eventually("the loss is reported", () -> peers.assignmentDeadLetters().size() == 1);
    assertThat(peers.assignments()).hasSize(1);
  }

  @Test
  void aResultOfAnotherTenantThatIsReadBeforeItsAssignmentDoesNotAnswerIt() {
    first();
    peers.send(
        Peers.RESULTS, bytes("{'assignment_id':'a-20','status':'success','tenant_id':'evil'}"));
    peers.assign("a-20", "default", SHORT);

    eventually("the loss is reported", () -> peers.assignmentDeadLetters().size() == 1);
    assertThat(peers.usage()).isEmpty();
  }

  @Test
  void aNodeThatDiesDuringTheLastDeliveryLosesNoResult() {
    RouterConfig once = config().toBuilder().set("result.max-deliver", "1").build();
    nodes.forEach(Node::close);
    nodes.clear();
    TroubledTransport way =
        new TroubledTransport(
            bus.node(), number -> number == 1 ? Trouble.DEATH_BEFORE : Trouble.NONE);
    node(way, once);
    peers.assign("a-21", "default", LONG);
    peers.success("a-21", "worker-1");
    eventually("the node dies", way::isDead);

    node(number -> Trouble.NONE, once);

    eventually(
        "it is metered or kept",
        () -> peers.usage().size() + peers.resultDeadLetters().size() == 1);
  }

  @Test
  void aResultThatTheServerDeliversForTheLastTimeIsKept() {
    nodes.forEach(Node::close);
    nodes.clear();
    DurableConsumer operators =
        new DurableConsumer(
            "brief", "caf.exec.result.v1", Duration.ofMillis(200), 2, List.of(), 10);
    bus.peer().consume(operators, unhandled -> {}).close();
    Node node =
        node(number -> Trouble.NONE, config().toBuilder().set("result.durable", "brief").build());

    peers.success("never-assigned", "worker-1");

    eventually("it is kept", () -> peers.resultDeadLetters().size() == 1);
    Health.Component transport = node.flow("transport");
    assertThat(transport.status()).isEqualTo(Health.Status.DEGRADED);
    assertThat(transport.detail()).contains("brief");
  }

  @Test
  void aResultWaitsAsLongAsItTakesForAnIndexThatDoesNotKnowWhatTheStreamsHold() {
    RouterConfig twice = config().toBuilder().set("result.max-deliver", "2").build();
    nodes.forEach(Node::close);
    nodes.clear();
    TroubledTransport way = TroubledTransport.none(bus.node());
    node(way, twice);
    way.stopReading();
    peers.assign("a-22", "default", LONG);
    peers.success("a-22", "worker-1");

    eventually("it waits for longer than all its deliveries", () -> way.held() > 20);
    way.readOn();

    eventually("it is metered", () -> peers.usage().size() == 1);
    assertThat(peers.resultDeadLetters()).isEmpty();
  }

  // ---- what workers tell of themselves

  @Test
  void anAcknowledgementOfNobodysAssignmentIsGivenUpAfterTheLastDelivery() {
    RouterConfig twice = config().toBuilder().set("consumer.max-deliver", "2").build();
    nodes.forEach(Node::close);
    nodes.clear();
    node(number -> Trouble.NONE, twice);
    peers.send(Peers.ACKS, bytes("{'assignment_id':'nobodys','status':'accepted'}"));

    eventually("it is given up", () -> told("flow.deliveriesExhausted").size() == 1);
    assertThat(told("flow.ackInvalid"))
        .containsExactly(Event.of("flow.ackInvalid", "UNKNOWN_ASSIGNMENT"));
  }

  @Test
  void anAcknowledgementWaitsForAnIndexThatDoesNotKnowWhatTheStreamsHold() {
    RouterConfig twice = config().toBuilder().set("consumer.max-deliver", "2").build();
    nodes.forEach(Node::close);
    nodes.clear();
    TroubledTransport way = TroubledTransport.none(bus.node());
    node(way, twice);
    way.stopReading();
    peers.assign("a-23", "default", LONG);
    peers.send(Peers.ACKS, bytes("{'assignment_id':'a-23','status':'accepted'}"));

    eventually("it waits for longer than all its deliveries", () -> way.held() > 10);
    way.readOn();

    eventually("it is taken", () -> told("flow.ackTaken").size() == 1);
    assertThat(told("flow.deliveriesExhausted")).isEmpty();
  }

  @Test
  void acknowledgementsAreCountedOncePerStatus() {
    peers.assign("a-16", "default", LONG);
    for (String status : List.of("accepted", "accepted", "error")) {
      peers.send(
          Peers.ACKS,
          bytes("{'assignment_id':'a-16','status':'" + status + "','tenant_id':'acme'}"));
    }
    peers.send(Peers.ACKS, bytes("{'assignment_id':'a-16','status':'maybe'}"));
    peers.send(
        Peers.ACKS, bytes("{'assignment_id':'a-16','status':'rejected','tenant_id':'evil'}"));

    eventually(
        "all are told",
        () ->
            told("flow.ackTenantRejected").size() == 1
                && told("flow.ackTaken").size() == 2
                && told("flow.ackDuplicate").size() == 1
                && told("flow.ackInvalid").size() == 1);
    eventually(
        "the refusal is in the audit log",
        () ->
            writtenDown().stream()
                .anyMatch(
                    body ->
                        body.contains("\"action\":\"ack_denied\"")
                            && body.contains("\"body_tenant_id\":\"evil\"")));
    assertThat(told("flow.ackTaken"))
        .containsExactlyInAnyOrder( // what came before its assignment comes again later
            Event.of("flow.ackTaken", "acme", "accepted"),
            Event.of("flow.ackTaken", "acme", "error"));
    assertThat(told("flow.ackDuplicate")).hasSize(1);
    assertThat(told("flow.ackInvalid"))
        .containsExactly(Event.of("flow.ackInvalid", "INVALID_STATUS"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"caf.status.heartbeat.v1", "caf.worker.heartbeat.v1"})
  void heartbeatsAreHeard(String subject) {
    peers.send(subject, file("heartbeat"));

    eventually("it is told", () -> told("flow.workerHeartbeat").size() == 1);
    assertThat(told("flow.workerHeartbeat"))
        .containsExactly(Event.of("flow.workerHeartbeat", "worker-1", "busy", 0.125));
  }

  @ParameterizedTest
  @ValueSource(strings = {"caf.deadletter.v1", "caf.exec.dlq.v1"})
  void deadLettersOfWorkersAreHeard(String subject) {
    peers.send(subject, file("dead_letter"));

    eventually("it is told", () -> told("flow.workerDeadLetter").size() == 1);
    assertThat(told("flow.workerDeadLetter"))
        .containsExactly(Event.of("flow.workerDeadLetter", "PARSE_ERROR"));
  }

  // ---- when things go wrong

  @Test
  void resultsThatCameWhileNobodyWasThereAreMetered() {
    nodes.forEach(Node::close);
    nodes.clear();
    for (int i = 0; i < 20; i++) {
      peers.assign("b-" + i, "default", LONG);
      peers.success("b-" + i, "worker-1");
    }

    node();

    eventually("all are metered", () -> peers.usage().size() == 20);
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSED", "UNCONFIRMED", "DEATH_BEFORE", "DEATH_AFTER"})
  void whateverFailsBetweenTwoStepsEveryResultIsMeteredOnce(Trouble trouble) {
    for (int at = 1; at <= 8; at++) {
      int place = at;
      nodes.forEach(Node::close);
      nodes.clear();
      TroubledTransport way =
          new TroubledTransport(bus.node(), number -> number == place ? trouble : Trouble.NONE);
      node(way, config());
      String prefix = trouble + "-" + at + "-";
      int before = peers.usage().size();
      int lettersBefore = peers.resultDeadLetters().size();
      for (int i = 0; i < 2; i++) {
        peers.assign(prefix + i, "default", LONG);
        peers.success(prefix + i, "worker-1");
        peers.success(prefix + i, "worker-2");
      }
      peers.send(Peers.RESULTS, bytes("{'poison':'" + prefix + "'}"));
      if (trouble == Trouble.DEATH_BEFORE || trouble == Trouble.DEATH_AFTER) {
        eventually("the node dies", way::isDead);
        node();
      }
      peers.assign(prefix + "last", "default", LONG);
      peers.success(prefix + "last", "worker-1");

      eventually("all are metered", () -> peers.usage().size() == before + 3);
      eventually("the poison is kept", () -> peers.resultDeadLetters().size() == lettersBefore + 1);
      Node living = nodes.get(nodes.size() - 1);
      eventually("nothing is open", () -> waiting(living) == 0);
    }
    assertThat(ids(peers.usage())).doesNotHaveDuplicates().hasSize(24);
    assertThat(ids(peers.resultDeadLetters())).doesNotHaveDuplicates().hasSize(8);
  }

  private static List<String> ids(List<Message> messages) {
    return messages.stream().map(message -> message.headers().get(Message.MESSAGE_ID)).toList();
  }

  /** As many as {@code -Dweathers} says. */
  static LongStream weathers() {
    return LongStream.rangeClosed(1, Integer.getInteger("weathers", 4));
  }

  @ParameterizedTest
  @MethodSource("weathers")
  void inAnyWeatherResultsInAreUsageEventsOut(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    IntFunction<Trouble> weather =
        number -> {
          double draw;
          synchronized (random) {
            draw = random.nextDouble();
          }
          return draw < 0.1 ? Trouble.REFUSED : draw < 0.2 ? Trouble.UNCONFIRMED : Trouble.NONE;
        };
    // slow enough for a loaded machine: an index that lags is no reason to give a result up
    RouterConfig patient =
        RouterConfig.builder()
            .set("consumer.ack-wait", "500ms")
            .set("consumer.backoff", "[50ms, 1s]")
            .build();
    nodes.forEach(Node::close);
    nodes.clear();
    node(weather, patient);
    node(weather, patient);
    int results = 200;
    for (int i = 0; i < results; i++) {
      peers.assign("c-" + i, i % 3 == 0 ? "thrice" : "default", LONG);
      peers.success("c-" + i, "worker-1");
      if (i % 4 == 0) {
        peers.success("c-" + i, "worker-2");
      }
    }

    eventually("all are metered", () -> peers.usage().size() == results);
    assertThat(ids(peers.usage()))
        .containsExactlyInAnyOrderElementsOf(
            IntStream.range(0, results).mapToObj(i -> "usage-c-" + i).toList());
    assertThat(peers.resultDeadLetters()).isEmpty();
  }

  @Test
  void aResultWhoseUsageCannotBeStoredBecomesADeadLetterAfterTheLastDelivery() {
    RouterConfig thrice =
        RouterConfig.builder()
            .set("consumer.backoff", "[10ms]")
            .set("consumer.max-deliver", "3")
            .build();
    nodes.forEach(Node::close);
    nodes.clear();
    // usage, not yet, usage, not yet, usage: the dead letter is the sixth operation
    node(number -> number <= 5 && number % 2 == 1 ? Trouble.REFUSED : Trouble.NONE, thrice);
    peers.assign("a-17", "default", LONG);
    eventually("it is known", () -> waiting(first()) == 1);
    peers.success("a-17", "worker-1");

    eventually("a dead letter is stored", () -> !peers.resultDeadLetters().isEmpty());
    Message letter = peers.resultDeadLetters().get(0);
    assertThat(letter.headers()).containsEntry("x-dlq-reason", "USAGE_EMIT_FAILED");
    assertThat(text(letter, "/error_code")).isEqualTo("MAXDELIVER_EXHAUSTED");
    assertThat(told("flow.usageFailed")).hasSize(3);
    assertThat(told("flow.deliveriesExhausted")).hasSize(1);
  }
}
