package beamline.router.nats.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.Message;
import beamline.router.spi.TransportTelemetry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

final class PendingOperationsTest {
  private static final long TIMEOUT_NANOS = 1_000;

  private final List<String> dropped = new ArrayList<>();
  private final List<String> failed = new ArrayList<>();
  private long now;
  private final PendingOperations pending =
      new PendingOperations(
          2,
          TIMEOUT_NANOS,
          () -> now,
          new TransportTelemetry() {
            @Override
            public void operationDropped(String reason) {
              dropped.add(reason);
            }

            @Override
            public void publishFailed(boolean confirmed, String subject, String errorCode) {
              failed.add(subject);
            }
          });

  @Test
  void whatIsKeptGoesFirstAndInOrder() {
    assertTrue(pending.keep(operation("a", new CompletableFuture<>())));
    assertTrue(pending.keep(operation("b", new CompletableFuture<>())));
    List<String> carriedOut = new ArrayList<>();
    pending.resume(publication -> carriedOut.add(publication.subject()), () -> true);
    assertEquals(List.of("a", "b"), carriedOut);
    assertTrue(pending.isOpen());
    assertFalse(pending.keep(operation("c", new CompletableFuture<>())));
  }

  @Test
  void whatFindsNoRoomFailsAndIsNotKept() {
    CompletableFuture<Void> third = new CompletableFuture<>();
    pending.keep(operation("a", new CompletableFuture<>()));
    pending.keep(operation("b", new CompletableFuture<>()));
    assertTrue(pending.keep(operation("c", third)));
    assertEquals(2, pending.size());
    assertUnavailable(third);
    assertEquals(List.of("overflow"), dropped);
    assertEquals(List.of("c"), failed);
  }

  @Test
  void whatWaitedTooLongFails() {
    CompletableFuture<Void> early = new CompletableFuture<>();
    CompletableFuture<Void> late = new CompletableFuture<>();
    pending.keep(operation("a", early));
    now += 1;
    pending.keep(operation("b", late));
    now += TIMEOUT_NANOS - 1;
    pending.expire();
    assertUnavailable(early);
    assertFalse(late.isDone());
    assertEquals(List.of("expired"), dropped);
    assertEquals(List.of("a"), failed);
  }

  @Test
  void whatWasUnderWayGoesBeforeWhatWaits() {
    pending.keep(operation("c", new CompletableFuture<>()));
    pending.putBack(
        List.of(
            operation("a", new CompletableFuture<>()), operation("b", new CompletableFuture<>())));
    List<String> carriedOut = new ArrayList<>();
    pending.resume(publication -> carriedOut.add(publication.subject()), () -> true);
    assertEquals(List.of("a", "b", "c"), carriedOut);
  }

  @Test
  void closingFailsWhatWaitsAndWhateverComes() {
    CompletableFuture<Void> waiting = new CompletableFuture<>();
    CompletableFuture<Void> late = new CompletableFuture<>();
    pending.keep(operation("a", waiting));
    pending.close();
    pending.keep(operation("b", late));
    assertUnavailable(waiting);
    assertUnavailable(late);
    assertEquals(List.of("closed"), dropped);
  }

  private static Publication operation(String subject, CompletableFuture<Void> sent) {
    return Publication.bestEffort(Message.of(subject, new byte[0]), 0, sent);
  }

  private static void assertUnavailable(CompletableFuture<Void> stage) {
    assertTrue(stage.isDone());
    CompletionException failure = assertThrows(CompletionException.class, stage::join);
    RouterException fault = assertInstanceOf(RouterException.class, failure.getCause());
    assertEquals(ErrorCode.NATS_UNAVAILABLE, fault.code());
  }
}
