package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.ErrorCode;
import beamline.router.spi.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** TR-30 to TR-36: requests and replies. */
public abstract class TransportRequestRules extends TransportCoreRules {

  TransportRequestRules() {}

  @Test
  @DisplayName("TR-30 a request gets the reply, headers included")
  void aRequestGetsTheReply() {
    bus()
        .serve(
            subject("a"),
            "",
            request ->
                bus()
                    .publish(
                        Message.of(
                            request.replyTo().orElseThrow(),
                            "pong".getBytes(StandardCharsets.UTF_8),
                            Map.of("trace_id", "t1"))));
    Message reply = completed(bus().request(message("a", "ping"), NEVER));
    assertEquals("pong", text(reply));
    assertEquals(Optional.of("t1"), reply.header("Trace_Id"));
  }

  @Test
  @DisplayName("TR-31 the first reply counts, later ones are lost without harm")
  void theFirstReplyCounts() {
    bus()
        .serve(
            subject("a"),
            "",
            request -> {
              reply(request, "first");
              reply(request, "second");
            });
    assertEquals("first", text(completed(bus().request(message("a", "1"), NEVER))));
    assertEquals("first", text(completed(bus().request(message("a", "2"), NEVER))));
  }

  @Test
  @DisplayName("TR-32 a request that nobody serves fails at once with NATS_UNAVAILABLE")
  void aRequestThatNobodyServesFailsAtOnce() {
    assertFails(ErrorCode.NATS_UNAVAILABLE, bus().request(message("nobody", "?"), NEVER));
    Received<Message> gone = serve("gone", "g");
    gone.close();
    assertFails(ErrorCode.NATS_UNAVAILABLE, bus().request(message("gone", "?"), NEVER));
  }

  @Test
  @DisplayName("TR-33 a request that is not answered in time fails with TIMEOUT")
  void aRequestThatIsNotAnsweredFails() {
    Received<Message> silent = serve("a", "");
    CompletionStage<Message> reply = bus().request(message("a", "?"), Duration.ofMillis(100));
    assertFails(ErrorCode.TIMEOUT, reply);
    silent.await(1);
    reply(silent.item(0), "too late");
    echo("b", "", "");
    assertEquals("next", text(completed(bus().request(message("b", "next"), NEVER))));
  }

  @Test
  @DisplayName("TR-34 requests at the same time get their own replies")
  void requestsAtTheSameTimeGetTheirOwnReplies() {
    echo("a", "", "re:");
    List<CompletionStage<Message>> replies = new ArrayList<>();
    List<String> sent = numbers(500);
    sent.forEach(number -> replies.add(bus().request(message("a", number), NEVER)));
    for (int i = 0; i < replies.size(); i++) {
      assertEquals("re:" + i, text(completed(replies.get(i))));
    }
  }

  @Test
  @DisplayName("TR-35 one member of a queue group answers")
  void oneMemberOfAQueueGroupAnswers() {
    echo("a", "g", "one:");
    echo("a", "g", "two:");
    Received<Message> heard = serve("a", "");
    List<String> answers = new ArrayList<>();
    for (String number : numbers(100)) {
      String answer = text(completed(bus().request(message("a", number), NEVER)));
      answers.add(answer.substring(0, 4));
      assertEquals(number, answer.substring(4));
    }
    assertEquals(100, heard.await(100).size());
    assertTrue(answers.contains("one:") && answers.contains("two:"), "both answer");
  }

  @Test
  @DisplayName("TR-36 a handler may request and answer later from another thread")
  void aHandlerMayRequestAndAnswerLater() {
    echo("inner", "", "inner:");
    bus()
        .serve(
            subject("outer"),
            "",
            request ->
                bus()
                    .request(message("inner", text(request)), NEVER)
                    .thenAccept(answer -> reply(request, "outer:" + text(answer))));
    assertEquals("outer:inner:x", text(completed(bus().request(message("outer", "x"), NEVER))));
  }
}
