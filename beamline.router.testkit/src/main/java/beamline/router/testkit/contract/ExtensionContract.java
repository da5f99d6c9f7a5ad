package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import beamline.router.spi.Extension;
import beamline.router.spi.Extension.Reply;
import beamline.router.spi.Extension.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules that every {@link Extension} keeps, EX-01 to EX-08: what the engine relies on whatever
 * the extension is for. Extend it and say how to create yours.
 */
public abstract class ExtensionContract {
  private static final int CALLS = 64;

  private Extension extension;

  /** For subclasses. */
  protected ExtensionContract() {}

  /** The extension. If it is closeable, it is closed after the test. */
  protected abstract Extension create();

  /** How long the engine would wait for it. */
  protected Duration timeout() {
    return Duration.ofSeconds(10);
  }

  /** A message that it may be given; override it when yours needs more. */
  protected Map<String, Object> payload() {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("message_id", "m-1");
    message.put("message_type", "chat");
    message.put("payload", tree("text", "hello", "tags", new ArrayList<>(List.of("a", "b"))));
    message.put("metadata", tree("channel", "web", "attempt", 1L, "urgent", true));
    return message;
  }

  /** The configuration that a policy may give it. */
  protected Map<String, Object> config() {
    return Map.of();
  }

  @BeforeEach
  final void createExtension() {
    extension = create();
  }

  @AfterEach
  final void closeExtension() throws Exception {
    if (extension instanceof AutoCloseable closeable) {
      closeable.close();
    }
  }

  @Test
  @DisplayName("EX-01 an ordinary request is answered within its deadline")
  void anOrdinaryRequestIsAnswered() {
    answered(request(payload(), Map.of("user_id", "u1"), config()));
  }

  @Test
  @DisplayName("EX-02 the calling thread is not blocked until the deadline")
  void theCallingThreadIsNotBlocked() {
    CompletionStage<Reply> stage =
        assertTimeoutPreemptively(
            timeout(),
            () -> extension.call(request(payload(), Map.of(), config())),
            "the call itself hangs");
    assertNotNull(stage, "the stage is null");
  }

  @Test
  @DisplayName("EX-03 an empty message and an empty context do not break it")
  void anEmptyMessageDoesNotBreakIt() {
    outcome(request(Map.of(), Map.of(), config()));
    answered(request(payload(), Map.of(), config()));
  }

  @Test
  @DisplayName("EX-04 configuration that it does not know does not break it")
  void unknownConfigurationDoesNotBreakIt() {
    Map<String, Object> config = new LinkedHashMap<>(config());
    config.put("x-unknown", tree("nested", List.of(1L, "two", false)));
    answered(request(payload(), Map.of(), config));
  }

  @Test
  @DisplayName("EX-05 values of unexpected types do not break it")
  void unexpectedTypesDoNotBreakIt() {
    Map<String, Object> message = new LinkedHashMap<>(payload());
    message.replaceAll((name, value) -> 42L);
    outcome(request(message, tree("user_id", 7L, "list", List.of()), config()));
    answered(request(payload(), Map.of(), config()));
  }

  @Test
  @DisplayName("EX-06 calls at the same time are all answered")
  void callsAtTheSameTimeAreAllAnswered() {
    List<CompletionStage<Reply>> stages = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      stages.add(extension.call(request(payload(), Map.of("number", (long) i), config())));
    }
    stages.forEach(this::reply);
    Together.run(8, thread -> () -> reply(extension.call(request(payload(), Map.of(), config()))));
  }

  @Test
  @DisplayName("EX-07 what it is given is left as it is")
  void whatItIsGivenIsLeftAsItIs() {
    Map<String, Object> message = new LinkedHashMap<>(payload());
    Map<String, Object> context = tree("user_id", "u1", "nested", tree("a", 1L));
    Map<String, Object> config = new LinkedHashMap<>(config());
    String before = message + " " + context + " " + config;
    answered(request(message, context, config));
    assertEquals(before, message + " " + context + " " + config);
  }

  @Test
  @DisplayName("EX-08 the answer is whole: no null, neither itself nor inside")
  void theAnswerIsWhole() {
    Reply reply = answered(request(payload(), Map.of("user_id", "u1"), config()));
    if (reply instanceof Reply.Proceed proceed) {
      proceed.payload().forEach((name, value) -> assertNotNull(name, "a name in the payload"));
      proceed.context().forEach((name, value) -> assertNotNull(name, "a name in the context"));
    } else if (reply instanceof Reply.Refuse refuse) {
      assertNotNull(refuse.reason(), "the reason");
    }
  }

  private Request request(
      Map<String, Object> payload, Map<String, Object> context, Map<String, Object> config) {
    return new Request(
        "acme", "default", "trace-1", payload, context, config, timeout().toMillis());
  }

  private Reply answered(Request request) {
    CompletionStage<Reply> stage = extension.call(request);
    assertNotNull(stage, "the stage is null");
    return reply(stage);
  }

  private Reply reply(CompletionStage<Reply> stage) {
    try {
      Reply reply = stage.toCompletableFuture().get(timeout().toMillis(), TimeUnit.MILLISECONDS);
      assertNotNull(reply, "the reply is null");
      return reply;
    } catch (ExecutionException e) {
      throw new AssertionError("the call failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within " + timeout().toMillis() + " ms", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** A request that may be answered or fail; but in time, and not by an exception of the call. */
  private void outcome(Request request) {
    CompletionStage<Reply> stage = extension.call(request);
    assertNotNull(stage, "the stage is null");
    reply(stage.exceptionally(failure -> Reply.proceed()));
  }

  private static Map<String, Object> tree(Object... namesAndValues) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      tree.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return tree;
  }
}
