package beamline.router.engine.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import beamline.router.engine.extension.call.CallLimits;
import beamline.router.engine.extension.call.Deadlines;
import beamline.router.spi.Extension;
import beamline.router.spi.Extension.Reply;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InProcessCallsTest {
  private static final int MOST = 4;
  private static final int MOST_EACH = 2;

  private final AtomicReference<Throwable> uncaught = new AtomicReference<>();
  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(0, 100, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);
  private final ScheduledExecutorService scheduler = new ScheduledThreadPoolExecutor(1);
  private final AtomicInteger blocked = new AtomicInteger();
  private final CountDownLatch release = new CountDownLatch(1);
  private final Bulkhead bulkhead = new Bulkhead(executor, MOST, MOST_EACH);
  private final InProcessCalls calls =
      new InProcessCalls(bulkhead, new Deadlines(scheduler, executor), new ReplyLimits(1_000, 100));

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task);
    thread.setUncaughtExceptionHandler((same, fault) -> uncaught.set(fault));
    return thread;
  }

  @AfterEach
  void end() {
    release.countDown();
    executor.shutdownNow();
    scheduler.shutdownNow();
  }

  @Test
  void anExtensionThatNeverReturnsIsRefusedOnceAllItsPlacesAreOverdue() {
    stick("stuck");

    assertThatThrownBy(join(call("stuck", 60_000, this::block)))
        .hasCauseInstanceOf(RejectedExecutionException.class);
    assertThat(call("other", 60_000, InProcessCallsTest::proceed).join()).isNotNull();
  }

  @Test
  void allExtensionsTogetherLeaveTheOtherThreadsAlone() {
    stick("a");
    stick("b");

    Awaitility.await().until(() -> executor.getActiveCount() == MOST); // the time-outs are told
    assertThatThrownBy(join(call("c", 60_000, InProcessCallsTest::proceed)))
        .hasCauseInstanceOf(RejectedExecutionException.class);
    assertThat(bulkhead.lanes()).isEqualTo(2);
  }

  @Test
  void anExtensionThatReturnsAfterAllIsCalledAgain() {
    stick("slow");
    release.countDown();

    Awaitility.await()
        .untilAsserted(
            () -> assertThat(call("slow", 60_000, InProcessCallsTest::proceed).join()).isNotNull());
  }

  @Test
  void manyCallsAtOnceWaitInLineAndAreAllAnswered() {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<CompletableFuture<Reply>> answers = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      answers.add(
          call(
              "busy",
              60_000,
              request -> {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                inside.decrementAndGet();
                return proceed(request);
              }));
    }

    assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isNotNull());
    assertThat(most.get()).isBetween(1, MOST_EACH);
  }

  @Test
  void aCallThatWaitsInLineTimesOutAndIsNotMadeLater() {
    CompletableFuture<Reply> first = call("x", 60_000, this::block);
    CompletableFuture<Reply> second = call("x", 60_000, this::block);
    AtomicInteger made = new AtomicInteger();
    Extension counted =
        request -> {
          made.incrementAndGet();
          return proceed(request);
        };

    assertThatThrownBy(join(call("x", 10, counted))).hasCauseInstanceOf(TimeoutException.class);
    release.countDown();

    assertThat(first.join()).isNotNull();
    assertThat(second.join()).isNotNull();
    assertThat(call("x", 60_000, counted).join()).isNotNull();
    assertThat(made).hasValue(1);
  }

  @Test
  void whatFollowsAnAnswerHoldsNoPlace() {
    List<CompletableFuture<Void>> hosts = new ArrayList<>();
    for (int i = 0; i < MOST_EACH; i++) {
      CompletableFuture<Reply> later = new CompletableFuture<>();
      hosts.add(call("x", 60_000, request -> later).thenAccept(reply -> block()));
      executor.execute(() -> later.complete(Reply.proceed()));
    }

    assertThat(call("x", 60_000, InProcessCallsTest::proceed).join()).isNotNull();
    release.countDown();
    hosts.forEach(CompletableFuture::join);
  }

  @Test
  void whatFollowsATimeOutHoldsUpNoTimer() throws Exception {
    Thread timer = scheduler.submit(Thread::currentThread).get(30, TimeUnit.SECONDS);

    assertThat(
            call("x", 50, request -> new CompletableFuture<>())
                .handle((reply, fault) -> Thread.currentThread())
                .get(30, TimeUnit.SECONDS))
        .isNotSameAs(timer);
  }

  @Test
  void anExecutorWithoutAThreadDelaysATimeOutAndNoMore() {
    Deadlines busy = new Deadlines(scheduler, task -> {});
    CompletableFuture<Reply> waiting = new CompletableFuture<>();
    ScheduledFuture<?> unused = busy.set(waiting, 1);

    assertThatThrownBy(join(waiting)).hasCauseInstanceOf(TimeoutException.class);
  }

  @Test
  void whatAnExtensionThrowsIsItsOwnFailure() {
    for (Throwable fault :
        List.of(
            new IllegalStateException("boom"),
            new StackOverflowError(),
            new NoClassDefFoundError("gone"),
            new AssertionError("no"))) {
      assertThatThrownBy(join(call("x", 60_000, request -> fail(fault)))).hasCause(fault);
    }
    assertThat(uncaught.get()).isNull();
  }

  @Test
  void anOutOfMemoryErrorFailsTheCallAndIsToldToTheThreadAsWell() {
    OutOfMemoryError fault = new OutOfMemoryError("test");

    assertThatThrownBy(join(call("x", 60_000, request -> fail(fault)))).hasCause(fault);

    Awaitility.await().until(() -> uncaught.get() == fault);
    assertThat(call("x", 60_000, InProcessCallsTest::proceed).join()).isNotNull();
  }

  @Test
  void noStageAndNoReplyAreGarbage() {
    assertThatThrownBy(join(call("x", 60_000, request -> null)))
        .hasRootCauseMessage("it returned no stage");
    assertThatThrownBy(join(call("x", 60_000, request -> CompletableFuture.completedFuture(null))))
        .hasRootCauseMessage("it answered nothing");
  }

  @Test
  void whatIsNoJsonIsGarbage() {
    assertGarbage(
        Map.of("x", new Object()), "metadata has a java.lang.Object, which is no JSON value");
    assertGarbage(
        Map.of("x", Double.NaN), "metadata has a java.lang.Double, which is no JSON value");
    assertGarbage(
        Map.of("x", new BigInteger("7") {}),
        "metadata has a " + InProcessCallsTest.class.getName() + "$1, which is no JSON value");
    assertGarbage(Collections.singletonMap(null, 1), "metadata has a key that is no text");
    assertGarbage(Map.of("x", "y".repeat(100)), "metadata has more than 100 bytes");
    assertGarbage(Map.of("x", "ä".repeat(50)), "metadata has more than 100 bytes");
    assertGarbage(Map.of("x", BigInteger.TEN.pow(1_000)), "metadata has more than 100 bytes");
    assertGarbage(Map.of("x", List.of(cyclic())), "metadata has more than 100 bytes");
    assertThatThrownBy(() -> PlainTree.copy("payload", cyclic(), 1_000_000))
        .hasMessage("payload is more than 64 levels deep");
  }

  @Test
  void aReplyIsCopiedAsPlainValues() {
    Map<String, Object> inner = new HashMap<>();
    inner.put("nothing", null);
    inner.put("list", new ArrayList<>(Arrays.asList(1, null, 2.5f)));
    Map<String, Object> metadata =
        new HashMap<>(Map.of("inner", inner, "big", new BigDecimal("1.5")));

    Reply.Proceed reply =
        (Reply.Proceed)
            call(
                    "x",
                    60_000,
                    request ->
                        CompletableFuture.completedFuture(new Reply.Proceed(Map.of(), metadata)))
                .join();
    inner.put("later", "changed");
    metadata.clear();

    assertThat(reply.context())
        .isEqualTo(Map.of("inner", Map.of("list", List.of(1L, 2.5)), "big", new BigDecimal("1.5")));
  }

  @Test
  void theFirstAnswerCountsAndWhatComesLateDoesNot() {
    CompletableFuture<Reply> late = new CompletableFuture<>();
    assertThatThrownBy(join(call("x", 10, request -> late)))
        .hasCauseInstanceOf(TimeoutException.class);
    late.complete(Reply.proceed());

    Reply first = new Reply.Refuse("first", Map.of());
    assertThat(call("x", 60_000, request -> new Twice(first, Reply.proceed())).join())
        .isEqualTo(first);
  }

  @Test
  void aReasonIsOneLineAndNotAnyLength() {
    Reply reply =
        call(
                "x",
                60_000,
                request ->
                    CompletableFuture.completedFuture(
                        new Reply.Refuse("no\n".repeat(1_000), Map.of())))
            .join();

    assertThat(((Reply.Refuse) reply).reason())
        .isEqualTo("no?".repeat(1_000).substring(0, CallLimits.LONGEST_REASON) + "...");
  }

  @Test
  void withoutATimerNothingIsCalled() {
    scheduler.shutdownNow();

    assertThatThrownBy(join(call("x", 10, InProcessCallsTest::proceed)))
        .hasCauseInstanceOf(RejectedExecutionException.class);
  }

  /** Lets all places of an extension be held by calls that are overdue. */
  private void stick(String id) {
    int all = blocked.get() + MOST_EACH;
    while (blocked.get() < all) { // a call whose thread comes too late is not made
      assertThat(call(id, 20, this::block)).failsWithin(30, TimeUnit.SECONDS);
    }
  }

  /** Breaks the promise of a stage. */
  private static final class Twice extends CompletableFuture<Reply> {
    private final List<Reply> replies;

    Twice(Reply... replies) {
      this.replies = List.of(replies);
    }

    @Override
    public CompletableFuture<Reply> whenComplete(
        BiConsumer<? super Reply, ? super Throwable> action) {
      replies.forEach(reply -> action.accept(reply, null));
      return this;
    }
  }

  private void assertGarbage(Map<String, Object> metadata, String message) {
    assertThatThrownBy(
            join(
                call(
                    "x",
                    60_000,
                    request ->
                        CompletableFuture.completedFuture(new Reply.Proceed(Map.of(), metadata)))))
        .hasCauseInstanceOf(InvalidReplyException.class)
        .hasRootCauseMessage(message);
  }

  private static Map<String, Object> cyclic() {
    Map<String, Object> map = new HashMap<>();
    map.put("me", map);
    return map;
  }

  private CompletableFuture<Reply> call(String id, long timeoutMillis, Extension extension) {
    return calls.call(
        id,
        extension,
        new Extension.Request("acme", "default", "", Map.of(), Map.of(), Map.of(), timeoutMillis));
  }

  private static ThrowingCallable join(CompletableFuture<Reply> answer) {
    return () -> {
      try {
        answer.get(30, TimeUnit.SECONDS);
      } catch (java.util.concurrent.ExecutionException e) {
        throw new CompletionException(e.getCause());
      }
    };
  }

  private static CompletableFuture<Reply> proceed(Extension.Request request) {
    return CompletableFuture.completedFuture(Reply.proceed());
  }

  private CompletableFuture<Reply> block(Extension.Request request) {
    block();
    return proceed(request);
  }

  private void block() {
    blocked.incrementAndGet();
    boolean released = false;
    while (!released) {
      try {
        release.await();
        released = true;
      } catch (InterruptedException e) {
        // as an extension does that does not care
      }
    }
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> CompletableFuture<Reply> fail(Throwable fault) throws T {
    throw (T) fault;
  }
}
