package beamline.router.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterConfig;
import beamline.router.api.admin.TenantList;
import beamline.router.spi.Message;
import beamline.router.testkit.RecordingAuditSink;
import beamline.router.testkit.RecordingTelemetry.Event;
import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Decide requests and their assignments, on any bus. */
public abstract class DecideRules {
  private static final String PUSHED =
      "{'version':'1','request_id':'r-1','tenant_id':'acme','trace_id':'t-1','run_id':'run',"
          + "'flow_id':'flow','step_id':'step','push_assignment':true,"
          + "'task':{'type':'text.generate','payload':{'n':1.50}},'metadata':{'team':'x'}}";

  private Bus bus;
  private Node node;
  private Gateway gateway;
  private RecordingAuditSink audit;

  /** A new bus. */
  protected abstract Bus bus();

  @BeforeEach
  void start() {
    bus = bus();
    audit = new RecordingAuditSink();
    node = new Node(bus, config(), audit);
    gateway = new Gateway(bus);
  }

  @AfterEach
  void stop() {
    node.close();
    bus.close();
  }

  private static RouterConfig config() {
    return RouterConfig.defaults();
  }

  private void awaitTold(String event, Object... what) {
    await().until(() -> node.telemetry().events(event).contains(Event.of(event, what)));
  }

  @Test
  void theGatewaysExactBytesAreDecided() {
    JsonNode reply =
        gateway.decide(
            "{'version':'1','tenant_id':'acme','request_id':'3f2b8c1e-7d44-4f6a-9b0e-0a1b2c3d4e5f',"
                + "'message':{}}");

    assertThat(reply.at("/ok").asBoolean()).isTrue();
    assertThat(reply.at("/decision/provider_id").asText()).isEqualTo("p1");
    assertThat(reply.at("/context/request_id").asText())
        .isEqualTo("3f2b8c1e-7d44-4f6a-9b0e-0a1b2c3d4e5f");
  }

  @Test
  void aWorkerHearsTheAssignmentAsItReadsIt() {
    Worker worker = new Worker(bus, "caf.exec.assign.v1");

    assertThat(gateway.decide(PUSHED).at("/ok").asBoolean()).isTrue();

    Message heard = worker.one();
    JsonNode assignment = Gateway.read(heard);
    assertThat(assignment.at("/version").asText()).isEqualTo("1");
    assertThat(assignment.at("/assignment_id").asText())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(assignment.at("/tenant_id").asText()).isEqualTo("acme");
    assertThat(assignment.at("/request_id").asText()).isEqualTo("r-1");
    assertThat(assignment.at("/trace_id").asText()).isEqualTo("t-1");
    assertThat(assignment.at("/correlation/trace_id").asText()).isEqualTo("t-1");
    assertThat(assignment.at("/run_id").asText()).isEqualTo("run");
    assertThat(assignment.at("/flow_id").asText()).isEqualTo("flow");
    assertThat(assignment.at("/step_id").asText()).isEqualTo("step");
    assertThat(assignment.at("/executor/provider_id").asText()).isEqualTo("p1");
    assertThat(assignment.at("/executor/channel").asText()).isEqualTo("nats");
    assertThat(assignment.at("/job/type").asText()).isEqualTo("text.generate");
    assertThat(assignment.at("/options/deadline_ms").asLong()).isEqualTo(5000);
    assertThat(assignment.at("/options/retry/max_attempts").asLong()).isEqualTo(2);
    assertThat(assignment.at("/decision/policy_id").asText()).isEqualTo("default");
    assertThat(assignment.at("/metadata/team").asText()).isEqualTo("x");
    assertThat(new String(heard.payload(), StandardCharsets.UTF_8))
        .contains("\"payload\":{\"n\":1.50}");
    assertThat(heard.headers())
        .containsEntry("version", "1")
        .containsEntry("tenant_id", "acme")
        .containsEntry("trace_id", "t-1")
        .containsEntry("Nats-Msg-Id", assignment.at("/assignment_id").asText());
    await().until(() -> count("flow.assignmentPublished") == 1);
  }

  @Test
  void aPayloadIsThereWhenThereIsOnlyAReference() {
    Worker worker = new Worker(bus, "caf.exec.assign.v1");

    gateway.decide(
        "{'version':'1','request_id':'r','tenant_id':'acme','push_assignment':1,"
            + "'task':{'type':'t','payload_ref':'s3://x'}}");

    JsonNode assignment = Gateway.read(worker.one());
    assertThat(assignment.at("/job/payload").isObject()).isTrue();
    assertThat(assignment.at("/job/payload_ref").asText()).isEqualTo("s3://x");
  }

  @Test
  void optionsOfTheRequestAreLaidOverTheDefaultsMemberByMember() {
    Worker worker = new Worker(bus, "caf.exec.assign.v1");

    gateway.decide(
        "{'version':'1','request_id':'r','tenant_id':'acme','push_assignment':'true',"
            + "'task':{'type':'t','payload':{}},"
            + "'options':{'retry':{'max_attempts':5},'gpu':true}}");

    JsonNode options = Gateway.read(worker.one()).at("/options");
    assertThat(options.at("/retry/max_attempts").asInt()).isEqualTo(5);
    assertThat(options.at("/retry/backoff_ms").asInt()).isEqualTo(200);
    assertThat(options.at("/gpu").asBoolean()).isTrue();
  }

  @Test
  void anotherSubjectIsUsedWhenTheRequestNamesOneWithinThePrefixes() {
    Worker worker = new Worker(bus, "caf.exec.assign.>");

    gateway.decide(
        PUSHED.replace(
            "'metadata'", "'assignment_subject':'caf.exec.assign.v1.custom','metadata'"));

    assertThat(worker.one().subject()).isEqualTo("caf.exec.assign.v1.custom");
    await()
        .until(
            () ->
                node.telemetry().events("flow.assignmentPublished").stream()
                    .anyMatch(event -> event.values().contains("caf.exec.assign.v1.custom")));
  }

  @Test
  void noOtherSubjectCanBeNamed() {
    for (String subject :
        List.of(
            "beamline.usage.v1.metered",
            "caf.exec.assign.*",
            "caf.exec.assign.v1.ack",
            "caf.exec.assign.v1.dlq")) {
      JsonNode reply =
          gateway.decide(
              PUSHED.replace("'metadata'", "'assignment_subject':'" + subject + "','metadata'"));
      assertThat(reply.at("/error/code").asText()).as(subject).isEqualTo("invalid_request");
    }
  }

  @Test
  void whatNobodyAskedForIsSkippedAndCounted() {
    Worker worker = new Worker(bus, "caf.exec.assign.>");

    gateway.decide(PUSHED.replace("'push_assignment':true", "'push_assignment':false"));

    await()
        .until(
            () ->
                node.telemetry()
                    .events("flow.assignmentSkipped")
                    .contains(Event.of("flow.assignmentSkipped", "acme", "not_requested")));
    assertThat(worker.heard()).isEmpty();
  }

  @Test
  void theKillSwitchStopsAssignmentsAndNotDecisions() {
    Worker worker = new Worker(bus, "caf.exec.assign.>");
    node.engine().controls().assignmentsEnabled(false);

    assertThat(gateway.decide(PUSHED).at("/ok").asBoolean()).isTrue();

    await()
        .until(
            () ->
                node.telemetry()
                    .events("flow.assignmentSkipped")
                    .contains(Event.of("flow.assignmentSkipped", "acme", "global_disabled")));
    assertThat(worker.heard()).isEmpty();
    node.engine().controls().assignmentsEnabled(true);
    gateway.decide(PUSHED);
    assertThat(worker.one()).isNotNull();
  }

  @Test
  void aTenantOffTheListIsBlockedAndCounted() {
    Worker worker = new Worker(bus, "caf.exec.assign.>");
    node.engine().controls().pushTenants(TenantList.only("tenant-a"));

    assertThat(gateway.decide(PUSHED).at("/ok").asBoolean()).isTrue();

    awaitTold("flow.assignmentBlocked", "acme", "tenant_not_allowed");
    assertThat(worker.heard()).isEmpty();
  }

  @Test
  void aTenantThatMayNotAskIsRefusedAndCounted() {
    node.engine().controls().intakeTenants(TenantList.only("tenant-a"));

    JsonNode reply = gateway.decide(PUSHED);

    assertThat(reply.at("/error/code").asText()).isEqualTo("unauthorized");
    awaitTold("flow.messageInvalid", Gateway.DECIDE, ErrorCode.TENANT_FORBIDDEN, "acme");
    awaitWrittenDown("\"action\":\"decide_denied\"", "\"tenant_id\":\"acme\"");
  }

  private void awaitWrittenDown(String... parts) {
    await()
        .untilAsserted(
            () ->
                assertThat(audit.entries())
                    .anySatisfy(entry -> assertThat(entry.body()).contains(parts)));
  }

  @Test
  void aHeaderThatNamesAnotherTenantIsUnauthorized() {
    JsonNode reply =
        Gateway.read(gateway.ask(Gateway.DECIDE, PUSHED, Map.of("tenant_id", "other")));

    assertThat(reply.at("/error/code").asText()).isEqualTo("unauthorized");
    assertThat(reply.at("/error/details/intake_error_code").asText()).isEqualTo("TENANT_FORBIDDEN");
    await().until(() -> count("flow.contractViolated") == 1);
    awaitWrittenDown("\"action\":\"decide_denied\"", "\"header_tenant_id\":\"other\"");
  }

  @Test
  void anythingThatCanBeSentIsAnswered() {
    for (String body : List.of("", "{", "[]", "hello", "null", "{'tenant_id':'a\"b'}")) {
      Message reply = gateway.ask(Gateway.DECIDE, body);
      assertThat(reply.payload().length).as(body).isBetween(1, 65_535);
      JsonNode json = Gateway.read(reply);
      assertThat(json.at("/ok").asBoolean(true)).isFalse();
      assertThat(json.at("/error/code").asText()).isEqualTo("invalid_request");
      assertThat(json.at("/error/intake_error_code").isTextual()).isFalse();
      assertThat(json.at("/error/details").isObject()).isTrue();
    }
  }

  @Test
  void aRefusalSaysWhichRequestItAnswers() {
    JsonNode reply = gateway.decide("{'request_id':'r-9','tenant_id':'acme',");

    assertThat(reply.at("/context/request_id").asText()).isEqualTo("r-9");
    awaitTold("flow.messageInvalid", Gateway.DECIDE, ErrorCode.SCHEMA_VALIDATION_FAILED, "acme");
  }

  @Test
  void anUnknownPolicyIsNotFound() {
    JsonNode reply =
        gateway.decide("{'tenant_id':'acme','request_id':'r','policy_id':'x','message':{}}");

    assertThat(reply.at("/error/code").asText()).isEqualTo("policy_not_found");
    await()
        .until(
            () ->
                node.telemetry().events("flow.requestAnswered").stream()
                    .anyMatch(event -> event.values().contains("rejected")));
  }

  @Test
  void aRequestWithoutAnInboxIsAnsweredOnTheReplySubject() {
    Worker listener = new Worker(bus, Gateway.DECIDE + ".reply");

    bus.peer().publish(Message.of(Gateway.DECIDE, Gateway.bytes(PUSHED)));

    assertThat(Gateway.read(listener.one()).at("/ok").asBoolean()).isTrue();
  }

  @Test
  void everyOneOfManyAnswersBelongsToItsRequest() {
    Worker worker = new Worker(bus, "caf.exec.assign.v1");
    List<CompletableFuture<Message>> replies = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      String body = PUSHED.replace("'r-1'", "'r-" + i + "'");
      replies.add(gateway.send(Message.of(Gateway.DECIDE, Gateway.bytes(body))));
    }

    for (int i = 0; i < replies.size(); i++) {
      JsonNode reply = Gateway.read(replies.get(i).join());
      assertThat(reply.at("/context/request_id").asText()).isEqualTo("r-" + i);
    }
    await().until(() -> worker.heard().size() == 1000);
    assertThat(worker.heard().stream().map(heard -> heard.headers().get("Nats-Msg-Id")))
        .doesNotHaveDuplicates();
    await().until(() -> count("flow.assignmentPublished") == 1000);
  }

  @Test
  void aDrainedNodeHasAnsweredEverythingThatItTook() {
    List<CompletableFuture<Message>> replies = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      replies.add(gateway.send(Message.of(Gateway.DECIDE, Gateway.bytes(PUSHED))));
    }
    replies.get(0).join();

    assertThat(node.engine().drain(java.time.Duration.ofSeconds(10))).isTrue();

    assertThat(count("flow.assignmentPublished")).isEqualTo(count("flow.requestAnswered"));
  }

  private long count(String event) {
    return node.telemetry().events(event).size();
  }
}
