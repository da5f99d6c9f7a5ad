package beamline.router.engine.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import beamline.router.api.RouterConfig;
import beamline.router.testkit.RecordingTelemetry.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Assignments that their stream does not take at once, on any bus. */
public abstract class PublicationRules {
  private static final String PUSHED =
      "{'version':'1','request_id':'r-1','tenant_id':'acme','push_assignment':true,"
          + "'task':{'type':'t','payload':{}}}";

  private Bus bus;
  private Hurdle hurdle;
  private Node node;
  private Gateway gateway;

  /** A new bus. */
  protected abstract Bus bus();

  @BeforeEach
  void start() {
    bus = bus();
    hurdle = new Hurdle(bus.node());
    node =
        new Node(
            hurdle.transport(), bus, RouterConfig.defaults().with("assignment.retry-base", "10ms"));
    gateway = new Gateway(bus);
  }

  @AfterEach
  void stop() {
    node.close();
    bus.close();
  }

  @Test
  void anAssignmentIsPublishedAgainUnderTheSameMessageId() {
    hurdle.fail(2);

    assertThat(gateway.decide(PUSHED).at("/ok").asBoolean()).isTrue();

    await().until(() -> count("flow.assignmentPublished") == 1);
    assertThat(count("flow.assignmentRetried")).isEqualTo(2);
    assertThat(node.telemetry().events("flow.assignmentRetried"))
        .contains(Event.of("flow.assignmentRetried", "acme", "nats_unavailable"));
    assertThat(hurdle.attempts().stream().map(sent -> sent.headers().get("Nats-Msg-Id")).distinct())
        .hasSize(1);
  }

  @Test
  void afterThreeRetriesItIsGivenUpAndCounted() {
    hurdle.fail(100);

    assertThat(gateway.decide(PUSHED).at("/ok").asBoolean()).isTrue();

    await().until(() -> count("flow.assignmentFailed") == 1);
    assertThat(node.telemetry().events("flow.assignmentFailed"))
        .containsExactly(Event.of("flow.assignmentFailed", "acme", "nats_unavailable", 3));
    assertThat(count("flow.assignmentRetried")).isEqualTo(3);
    assertThat(hurdle.attempts()).hasSize(4);
  }

  @Test
  void noRetryGoesBeyondTheDeadlineOfTheAssignment() {
    hurdle.fail(100);

    gateway.decide(PUSHED.replace("'task'", "'options':{'deadline_ms':1},'task'"));

    await().until(() -> count("flow.assignmentFailed") == 1);
    assertThat(hurdle.attempts()).hasSize(1);
  }

  @Test
  void aKeyWhoseAssignmentFailedMayTryAgain() {
    String keyed = PUSHED.replace("'task'", "'idempotency_key':'k','task'");
    hurdle.fail(4);
    gateway.decide(keyed);
    await().until(() -> count("flow.assignmentFailed") == 1);

    await()
        .until(
            () ->
                gateway.decide(keyed).at("/ok").asBoolean()
                    && count("flow.assignmentPublished") == 1);

    assertThat(hurdle.attempts().stream().map(sent -> sent.headers().get("Nats-Msg-Id")).distinct())
        .hasSize(1);
  }

  private long count(String event) {
    return node.telemetry().events(event).size();
  }
}
