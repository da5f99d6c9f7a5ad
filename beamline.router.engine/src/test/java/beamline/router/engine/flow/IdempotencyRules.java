package beamline.router.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import beamline.router.api.RouterConfig;
import beamline.router.spi.Message;
import beamline.router.testkit.RecordingTelemetry.Event;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Requests that come twice, on any bus: to one node or to two that share a state store. */
public abstract class IdempotencyRules {
  private static final String KEYED =
      "{'version':'1','request_id':'r-1','tenant_id':'acme','push_assignment':true,"
          + "'idempotency_key':'k-1','task':{'type':'t','payload':{'n':1}}}";

  private Bus bus;
  private Node node;
  private Gateway gateway;

  /** A new bus. */
  protected abstract Bus bus();

  @BeforeEach
  void start() {
    bus = bus();
    node = new Node(bus, RouterConfig.defaults());
    gateway = new Gateway(bus);
  }

  @AfterEach
  void stop() {
    node.close();
    bus.close();
  }

  @Test
  void aDuplicateGetsTheBytesOfTheFirstAnswerAndNoSecondAssignment() {
    Worker worker = new Worker(bus, "caf.exec.assign.>");
    Message first = gateway.ask(Gateway.DECIDE, KEYED);

    Message second = gateway.ask(Gateway.DECIDE, KEYED);

    assertThat(second.payload()).isEqualTo(first.payload());
    await().until(() -> count("flow.assignmentPublished") == 1);
    assertThat(worker.one()).isNotNull();
    assertThat(worker.heard()).hasSize(1);
    await()
        .until(
            () ->
                node.telemetry()
                    .events("flow.idempotency")
                    .equals(
                        List.of(
                            Event.of("flow.idempotency", "decide", false),
                            Event.of("flow.idempotency", "decide", true))));
  }

  @Test
  void aKeyThatWasUsedForAnotherRequestIsRefused() {
    gateway.decide(KEYED);

    JsonNode reply = gateway.decide(KEYED.replace("'n':1", "'n':2"));

    assertThat(reply.at("/error/code").asText()).isEqualTo("invalid_request");
    assertThat(reply.at("/error/details/intake_error_code").asText())
        .isEqualTo("IDEMPOTENCY_VIOLATION");
  }

  @Test
  void tenantsHaveKeysOfTheirOwn() {
    node.policy("other", "default", "{'providers':[{'id':'p2','weight':1}]}");
    gateway.decide(KEYED);

    JsonNode reply = gateway.decide(KEYED.replace("acme", "other"));

    assertThat(reply.at("/decision/provider_id").asText()).isEqualTo("p2");
  }

  @Test
  void duplicatesAtTheSameTimeGetOneAnswerAndOneAssignment() {
    List<CompletableFuture<Message>> replies = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      replies.add(gateway.send(Message.of(Gateway.DECIDE, Gateway.bytes(KEYED))));
    }

    byte[] first = replies.get(0).join().payload();
    for (CompletableFuture<Message> reply : replies) {
      assertThat(reply.join().payload()).isEqualTo(first);
    }
    await().until(() -> count("flow.assignmentPublished") == 1);
    assertThat(count("flow.assignmentPublished")).isEqualTo(1);
  }

  @Test
  void theAnswerOfOneNodeIsThatOfEveryNode() {
    try (Node second = new Node(bus, RouterConfig.defaults())) {
      byte[] first = gateway.ask(Gateway.DECIDE, KEYED).payload();
      for (int i = 0; i < 40; i++) {
        assertThat(gateway.ask(Gateway.DECIDE, KEYED).payload()).isEqualTo(first);
      }

      assertThat(second.telemetry().events("flow.idempotency")).isNotEmpty();
      assertThat(count("flow.idempotency")).isPositive();
      await()
          .until(
              () ->
                  count("flow.assignmentPublished")
                          + second.telemetry().events("flow.assignmentPublished").size()
                      == 1);
    }
  }

  @Test
  void aRequestThatWasRejectedMayTryAgainWithTheSameKey() {
    String unknown = KEYED.replace("'task'", "'policy_id':'later','task'");
    assertThat(gateway.decide(unknown).at("/error/code").asText()).isEqualTo("policy_not_found");
    node.policy("acme", "later", "{'providers':[{'id':'p3','weight':1}]}");

    assertThat(gateway.decide(unknown).at("/decision/provider_id").asText()).isEqualTo("p3");
  }

  @Test
  void whoHasNoKeyNeverMeetsTheStore() {
    gateway.decide(KEYED.replace("'idempotency_key':'k-1',", ""));

    assertThat(count("flow.idempotency")).isZero();
  }

  private long count(String event) {
    return node.telemetry().events(event).size();
  }
}
