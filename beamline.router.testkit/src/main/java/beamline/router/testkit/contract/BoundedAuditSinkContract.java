package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import beamline.router.api.RouterException;
import beamline.router.spi.AuditSink;
import beamline.router.spi.ComponentContext;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of an {@link AuditSink} that can be full: those of every sink, and AS-20 and AS-21. */
public abstract class BoundedAuditSinkContract extends AuditSinkContract {
  private static final int ROOM = 5;

  /** For subclasses. */
  protected BoundedAuditSinkContract() {}

  /** An empty sink with room for so many records and no more. */
  protected abstract AuditSink createWithRoomFor(int records, ComponentContext context);

  @Test
  @DisplayName("AS-20 a full sink refuses with a RouterException, and the record is not in the log")
  void aFullSinkRefuses() {
    full();
    for (int i = 0; i < 3; i++) {
      CompletionException refused =
          assertThrows(
              CompletionException.class,
              () -> sink().append(record(99)).toCompletableFuture().join());
      assertInstanceOf(RouterException.class, refused.getCause());
    }
    assertEquals(ROOM, sink().head());
    assertEquals(ROOM, read(1, 100).size());
  }

  @Test
  @DisplayName("AS-21 a full sink has lost nothing")
  void aFullSinkHasLostNothing() {
    full();
    sink().append(record(99)).exceptionally(refused -> 0L);
    for (int i = 0; i < ROOM; i++) {
      assertEquals(record(i), read(i + 1, 1).get(0));
    }
  }

  private void full() {
    sink().close();
    replaceSink(createWithRoomFor(ROOM, context()));
    append(ROOM);
  }
}
