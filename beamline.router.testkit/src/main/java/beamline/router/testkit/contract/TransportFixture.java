package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.Delivery;
import beamline.router.spi.DurableConsumer;
import beamline.router.spi.Message;
import beamline.router.spi.Transport;
import beamline.router.testkit.Eventually;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the rules of the transport contract share: a connected transport, and subjects that no other
 * test uses, so that all of them may run against one server.
 */
public abstract class TransportFixture {
  /** Longer than any test waits: what would take this long is not meant to happen. */
  static final Duration NEVER = Duration.ofMinutes(5);

  /** How long a delivery may stay unanswered where the rule is about that. */
  static final Duration SOON = Duration.ofMillis(500);

  private final String prefix = "tr" + UUID.randomUUID().toString().substring(0, 8);
  private @Nullable Transport transport;

  TransportFixture() {}

  /** A transport that was never connected, on an empty bus or a shared one. The test closes it. */
  protected abstract Transport createTransport();

  /** How many bytes a message may have at most; the default is that of a NATS server. */
  protected int maxPayloadBytes() {
    return 1 << 20;
  }

  @BeforeEach
  void connectTransport() {
    Transport created = createTransport();
    transport = created;
    completed(created.connect());
  }

  @AfterEach
  void closeTransport() {
    bus().close();
  }

  /** The connected transport of this test. */
  Transport bus() {
    return Objects.requireNonNull(transport, "the transport is made before each test");
  }

  /** A subject of this test. */
  String subject(String rest) {
    return prefix + "." + rest;
  }

  /** A name of this test, for a durable consumer or a queue group. */
  String name(String rest) {
    return prefix + "-" + rest;
  }

  Message message(String rest, String payload) {
    return Message.of(subject(rest), payload.getBytes(StandardCharsets.UTF_8));
  }

  void publish(String rest, String payload) {
    completed(bus().publish(message(rest, payload)));
  }

  /** Answers every request on a subject with what was asked, behind a prefix. */
  Transport.Subscription echo(String rest, String queueGroup, String answer) {
    return bus()
        .serve(subject(rest), queueGroup, request -> reply(request, answer + text(request)));
  }

  void reply(Message request, String payload) {
    String inbox = request.replyTo().orElseThrow();
    completed(bus().publish(Message.of(inbox, payload.getBytes(StandardCharsets.UTF_8))));
  }

  /** Takes the messages of a subject. */
  Received<Message> serve(String rest, String queueGroup) {
    Received<Message> received = new Received<>(TransportFixture::text);
    received.until(bus().serve(subject(rest), queueGroup, received));
    return received;
  }

  /** Takes deliveries and leaves the answer to the test, or to what the test says. */
  Received<Delivery> consume(DurableConsumer consumer, Consumer<Delivery> answer) {
    Received<Delivery> received = new Received<>(delivery -> text(delivery.message()));
    received.until(bus().consume(consumer, received.andThen(answer)));
    return received;
  }

  /** A durable consumer that redelivers nothing by itself. */
  DurableConsumer patient(String durable, String rest) {
    return new DurableConsumer(name(durable), subject(rest), NEVER, 20, List.of(), 100);
  }

  /** A durable consumer that redelivers soon what is not answered. */
  DurableConsumer eager(String durable, String rest) {
    return new DurableConsumer(name(durable), subject(rest), SOON, 20, List.of(), 100);
  }

  static String text(Message message) {
    return new String(message.payload(), StandardCharsets.UTF_8);
  }

  /** Waits for a stage, within bounds. */
  static <T> T completed(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new AssertionError("expected to complete, but failed", e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("expected to complete, but did not", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Waits for a stage to fail with a code. */
  static void assertFails(ErrorCode code, CompletionStage<?> stage) {
    ExecutionException failure =
        Assertions.assertThrows(
            ExecutionException.class,
            () ->
                stage.toCompletableFuture().get(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    assertCode(code, failure.getCause());
  }

  /** Runs what must throw a fault with a code. */
  static void assertRefused(ErrorCode code, Runnable refused) {
    assertCode(code, Assertions.assertThrows(RouterException.class, refused::run));
  }

  private static void assertCode(ErrorCode code, @Nullable Throwable failure) {
    RouterException fault = assertInstanceOf(RouterException.class, failure);
    assertEquals(code, fault.code(), fault.getMessage());
  }
}
