package beamline.router.examples.scenarios;

import static beamline.router.examples.scenarios.Texts.DECIDE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.testkit.Eventually;
import io.nats.client.Dispatcher;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The peers behave as those that they stand for, with no router in between. */
class PeersTest {
  private NatsBus bus;
  private GatewayPeer gateway;

  @BeforeEach
  void start() {
    bus = NatsBus.start();
    gateway = new GatewayPeer(bus.server().port(), Duration.ofMillis(500));
  }

  @AfterEach
  void end() {
    bus.close();
  }

  @Test
  void theGatewayHandsOnTheReplyAsItIs() throws Exception {
    serve("{\"ok\":true, \"x\":1}");
    assertThat(gateway.post(DECIDE, "{}"))
        .isEqualTo(new GatewayAnswer(200, "{\"ok\":true, \"x\":1}"));
  }

  @Test
  void theGatewayKnowsSomeCodesAndTakesTheOthersForSuccess() {
    assertThat(answer("invalid_request").status()).isEqualTo(400);
    assertThat(answer("unauthorized").status()).isEqualTo(401);
    assertThat(answer("policy_not_found").status()).isEqualTo(404);
    assertThat(answer("extension_not_found").status()).isEqualTo(404);
    for (String code :
        List.of("decision_failed", "internal", "post_processor_failed", "extension_error")) {
      assertThat(answer(code).status()).isEqualTo(500);
    }
    assertThat(answer("extension_unavailable").status()).isEqualTo(503);
    for (String code :
        List.of(
            "extension_timeout", "validator_blocked", "service_overloaded", "POLICY_NOT_FOUND")) {
      assertThat(answer(code).status()).isEqualTo(200);
    }
    assertThat(GatewayAnswer.of("hello").status()).isEqualTo(200);
    assertThat(GatewayAnswer.of("{\"ok\":\"false\",\"error\":{\"code\":\"internal\"}}").status())
        .isEqualTo(200);
    assertThat(GatewayAnswer.of("{\"error\":{\"code\":\"internal\"}}").status()).isEqualTo(200);
    assertThat(GatewayAnswer.of("").status()).isEqualTo(503);
    assertThat(GatewayAnswer.of("x".repeat(65_535)).status()).isEqualTo(200);
    assertThat(GatewayAnswer.of("x".repeat(65_536)).status()).isEqualTo(503);
  }

  @Test
  void theGatewayIsUnavailableWhenNobodyServesOrAnswers() throws Exception {
    assertThat(gateway.post(DECIDE, "{}").status()).isEqualTo(503);
    Dispatcher silent = bus.peers().createDispatcher(it -> {});
    silent.subscribe(DECIDE);
    bus.peers().flush(Duration.ofSeconds(5));
    assertThat(gateway.post(DECIDE, "{}").status()).isEqualTo(503);
  }

  @Test
  void theGatewayTakesTheConfirmationOfAStreamForTheAnswer() throws Exception {
    bus.peers()
        .jetStreamManagement()
        .addStream(
            StreamConfiguration.builder()
                .name("DECIDE")
                .subjects(DECIDE)
                .storageType(StorageType.Memory)
                .build());
    assertThat(gateway.post(DECIDE, "{}").body()).contains("\"stream\":\"DECIDE\"");
  }

  @Test
  void theWorkerAnswersAnAssignmentOnceHoweverOftenItComes() {
    List<String> results = new CopyOnWriteArrayList<>();
    var hearing = bus.hear(Texts.RESULT, it -> results.add(Texts.text(it)));
    String assignment =
        "{\"version\":\"1\",\"assignment_id\":\"a-1\",\"request_id\":\"r-1\",\"tenant_id\":\"acme\","
            + "\"executor\":{\"provider_id\":\"gpu\"},\"job\":{\"type\":\"echo\",\"payload\":{\"n\":1}}}";
    try (WorkerPeer worker = WorkerPeer.reliable(bus, "worker-1")) {
      bus.publish(Texts.ASSIGN, assignment);
      bus.publish(Texts.ASSIGN, assignment);
      bus.publish(Texts.ASSIGN, assignment.replace("a-1", "a-2"));
      Eventually.eventually("two results", () -> results.size() == 2);
      Eventually.eventually( // it is noted a moment after its result is out
          () -> "a-1 and a-2 are accepted: " + worker.accepted(),
          () -> worker.accepted().equals(List.of("a-1", "a-2")));
    }
    assertThat(results.get(0))
        .isEqualTo(
            "{\"version\":\"v1\",\"kind\":\"exec_result\",\"data\":{\"assignment_id\":\"a-1\","
                + "\"cost\":0.0,\"job_type\":\"echo\",\"latency_ms\":0,\"output\":{\"n\":1},"
                + "\"provider_id\":\"worker-1\",\"request_id\":\"r-1\",\"status\":\"success\","
                + "\"tenant_id\":\"acme\",\"version\":\"1.0\"}}");
    hearing.close();
  }

  @Test
  void whatStreamsHoldIsReadFromTheFirstToTheLast() throws Exception {
    assertThat(bus.stored("caf.exec.assign.v1")).isEmpty();
    bus.peers()
        .jetStreamManagement()
        .addStream(
            StreamConfiguration.builder()
                .name("S")
                .subjects("caf.exec.assign.>")
                .storageType(StorageType.Memory)
                .build());
    assertThat(bus.stored("caf.exec.assign.v1")).isEmpty();
    for (int i = 0; i < 500; i++) {
      var unused = bus.peers().jetStream().publish("caf.exec.assign.v1", ("" + i).getBytes(UTF_8));
      unused = bus.peers().jetStream().publish("caf.exec.assign.v1.custom", "x".getBytes(UTF_8));
    }
    assertThat(bus.stored("caf.exec.assign.v1"))
        .hasSize(500)
        .extracting(Texts::text)
        .startsWith("0", "1")
        .endsWith("499");
  }

  private void serve(String reply) throws Exception {
    Dispatcher dispatcher =
        bus.peers()
            .createDispatcher(it -> bus.peers().publish(it.getReplyTo(), reply.getBytes(UTF_8)));
    dispatcher.subscribe(DECIDE);
    bus.peers().flush(Duration.ofSeconds(5));
  }

  private static GatewayAnswer answer(String code) {
    return GatewayAnswer.of(
        "{\"ok\":false,\"error\":{\"code\":\"" + code + "\",\"message\":\"m\",\"details\":{}}}");
  }
}
