package beamline.router.testkit;

import beamline.router.spi.Extension;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/**
 * An extension that does what a test wants, and remembers what it was asked. Safe for concurrent
 * use.
 */
public final class FakeExtension implements Extension {
  private final Function<Request, CompletionStage<Reply>> answer;
  private final Queue<Request> requests = new ConcurrentLinkedQueue<>();

  private FakeExtension(Function<Request, CompletionStage<Reply>> answer) {
    this.answer = answer;
  }

  /** Answers like this; the function may also throw. */
  public static FakeExtension answering(Function<Request, CompletionStage<Reply>> answer) {
    return new FakeExtension(answer);
  }

  /** Goes on and changes nothing. */
  public static FakeExtension proceeding() {
    return proceeding(Map.of(), Map.of());
  }

  /** Goes on with these changes. */
  public static FakeExtension proceeding(Map<String, Object> payload, Map<String, Object> context) {
    return new FakeExtension(
        request -> CompletableFuture.completedFuture(new Reply.Proceed(payload, context)));
  }

  /** Refuses everything. */
  public static FakeExtension refusing(String reason) {
    return new FakeExtension(
        request -> CompletableFuture.completedFuture(new Reply.Refuse(reason, Map.of())));
  }

  /** Fails every call. */
  public static FakeExtension failing(RuntimeException failure) {
    return new FakeExtension(request -> CompletableFuture.failedFuture(failure));
  }

  /** Never answers. */
  public static FakeExtension hanging() {
    return new FakeExtension(request -> new CompletableFuture<>());
  }

  @Override
  public CompletionStage<Reply> call(Request request) {
    requests.add(request);
    return answer.apply(request);
  }

  /** What it was asked so far, oldest first. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }
}
