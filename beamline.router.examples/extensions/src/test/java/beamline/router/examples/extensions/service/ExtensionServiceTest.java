package beamline.router.examples.extensions.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.nats.NatsComponents;
import beamline.router.spi.Extension;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import beamline.router.testkit.server.NatsServer;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ExtensionServiceTest {
  private static final String SUBJECT = "beamline.ext.validator.test.v1";
  private static final String EMPTY = "{\"payload\":{}}";
  private static final String OK = "{\"status\":\"ok\"}";

  private static NatsServer server;
  private static Transport bus;
  private final List<ExtensionService> services = new ArrayList<>();

  @BeforeAll
  static void connect() {
    server = NatsServer.start();
    bus = connected();
  }

  @AfterAll
  static void disconnect() {
    bus.close();
    server.close();
  }

  @AfterEach
  void stop() {
    services.forEach(ExtensionService::close);
  }

  @Test
  void theExtensionIsGivenWhatTheRouterSent() {
    List<Extension.Request> seen = new CopyOnWriteArrayList<>();
    serve(
        request -> {
          seen.add(request);
          return done(Extension.Reply.proceed());
        });
    String request =
        """
        {"trace_id": "t", "tenant_id": "acme", "policy_id": "p", "more": [null, 1],
         "payload": {"payload": {"n": 1, "big": 123456789012345678901, "f": 0.5, "no": null}},
         "metadata": {"user_id": "u"}, "config": {"on": true, "list": ["a", {}]}}
        """;
    assertThat(ask(request)).isEqualTo(OK);
    Map<String, Object> payload =
        Map.of("n", 1L, "big", new BigInteger("123456789012345678901"), "f", 0.5);
    assertThat(seen)
        .containsExactly(
            new Extension.Request(
                "acme",
                "p",
                "t",
                Map.of("payload", payload),
                Map.of("user_id", "u"),
                Map.of("on", true, "list", List.of("a", Map.of())),
                5000));
  }

  @Test
  void whatTheExtensionChangesIsInTheReply() {
    serve(
        request ->
            done(
                new Extension.Reply.Proceed(
                    Map.of("payload", "é\n"), Map.of("list", List.of(1L, 0.5, true)))));
    assertThat(ask(EMPTY))
        .isEqualTo(
            "{\"status\":\"ok\",\"payload\":{\"payload\":\"é\\n\"},"
                + "\"metadata\":{\"list\":[1,0.5,true]}}");
  }

  @Test
  void aRefusalHasItsReasonAndDetails() {
    serve(request -> done(new Extension.Reply.Refuse("no", Map.of("field", "payload"))));
    assertThat(ask(EMPTY))
        .isEqualTo("{\"status\":\"reject\",\"reason\":\"no\",\"details\":{\"field\":\"payload\"}}");
  }

  @Test
  void whatTheExtensionThrowsIsAFailedCallThatDoesNotShowItAndTheNextRequestIsAnswered() {
    AtomicInteger calls = new AtomicInteger();
    serve(request -> misbehaving(calls.getAndIncrement()));
    for (int i = 0; i < 5; i++) {
      assertThat(ask(EMPTY))
          .isEqualTo("{\"status\":\"error\",\"message\":\"the extension failed\"}");
    }
    assertThat(ask(EMPTY)).isEqualTo(OK);
  }

  private static CompletionStage<Extension.Reply> misbehaving(int call) {
    return switch (call) {
      case 0 -> throw new IllegalStateException("what a stranger must not read");
      case 1 -> throw new StackOverflowError();
      case 2 -> CompletableFuture.failedFuture(new IllegalArgumentException("config.x is 1"));
      case 3 -> CompletableFuture.completedFuture(null);
      case 4 -> done(new Extension.Reply.Proceed(Map.of(), Map.of("x", new Object())));
      default -> done(Extension.Reply.proceed());
    };
  }

  @Test
  void whatIsNoRequestIsAFailedCallThatDoesNotShowIt() {
    serve(request -> done(Extension.Reply.proceed()));
    for (String broken :
        List.of(
            "",
            "secret",
            "[]",
            "{}",
            "{\"payload\":",
            "{\"payload\":{}} {}",
            "{\"payload\":\"secret\"}",
            "{\"payload\":{},\"tenant_id\":7}",
            "{\"payload\":{},\"config\":[]}",
            "{\"payload\":" + "[".repeat(200) + "]".repeat(200) + "}")) {
      assertThat(ask(broken))
          .as(broken)
          .startsWith("{\"status\":\"error\",\"message\":\"the request cannot be read: ")
          .doesNotContain("secret");
    }
  }

  @Test
  void servicesOfOneGroupShareTheRequests() {
    AtomicInteger one = new AtomicInteger();
    AtomicInteger other = new AtomicInteger();
    try (Transport second = connected()) {
      serve(counting(one));
      services.add(ExtensionService.serve(second, SUBJECT, "group", counting(other)));
      int asked = 0;
      while (asked < 1000 && (asked < 50 || one.get() == 0 || other.get() == 0)) {
        assertThat(ask(EMPTY)).isEqualTo(OK);
        asked++;
      }
      assertThat(one.get()).isPositive();
      assertThat(other.get()).isPositive();
      assertThat(one.get() + other.get()).isEqualTo(asked);
    }
  }

  @Test
  void whatIsUnderWayIsAnsweredBeforeItEnds() throws InterruptedException {
    CompletableFuture<Extension.Reply> late = new CompletableFuture<>();
    CompletableFuture<Void> asked = new CompletableFuture<>();
    try (Transport own = connected()) {
      ExtensionService service =
          ExtensionService.serve(
              own,
              SUBJECT,
              "group",
              request -> {
                asked.complete(null);
                return late;
              });
      CompletableFuture<Message> reply = request(own, EMPTY);
      asked.join();
      own.drain(Duration.ofSeconds(5)).toCompletableFuture().join();
      assertThat(service.awaitAnswers(Duration.ofMillis(1))).isFalse();
      late.complete(Extension.Reply.proceed());
      assertThat(service.awaitAnswers(Duration.ofSeconds(5))).isTrue();
      assertThat(reply.join().payload()).isEqualTo(OK.getBytes(UTF_8));
    }
  }

  private static Extension counting(AtomicInteger answered) {
    return request -> {
      answered.incrementAndGet();
      return done(Extension.Reply.proceed());
    };
  }

  private void serve(Extension extension) {
    services.add(ExtensionService.serve(bus, SUBJECT, "group", extension));
  }

  private static CompletionStage<Extension.Reply> done(Extension.Reply reply) {
    return CompletableFuture.completedFuture(reply);
  }

  private static String ask(String request) {
    return new String(request(bus, request).join().payload(), UTF_8);
  }

  private static CompletableFuture<Message> request(Transport from, String request) {
    return from.request(Message.of(SUBJECT, request.getBytes(UTF_8)), Duration.ofSeconds(10))
        .toCompletableFuture();
  }

  private static Transport connected() {
    Transport transport =
        NatsComponents.transport(Map.of("url", server.url(), "jetstream.enabled", "false"));
    transport.connect().toCompletableFuture().join();
    return transport;
  }
}
