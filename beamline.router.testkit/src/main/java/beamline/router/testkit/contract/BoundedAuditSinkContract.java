package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import beamline.router.spi.AuditSink;
import beamline.router.spi.ComponentContext;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of an {@link AuditSink} that can be full: those of every sink, and AS-20 and AS-21. */
public abstract class BoundedAuditSinkContract extends AuditSinkContract {
  private static final int ROOM = 5;

  /** For subclasses. */
  protected BoundedAuditSinkContract() {}

  /** An empty sink with room for so many entries and no more. */
  protected abstract AuditSink createWithRoomFor(int entries, ComponentContext context);

  @Test
  @DisplayName("AS-20 a full sink refuses with a RouterException, and the entry is not in the log")
  void aFullSinkRefuses() {
    List<AuditEntry> held = fill();
    AuditEntry beyond = entries().next();
    for (int i = 0; i < 3; i++) {
      assertThrows(RouterException.class, () -> sink().append(List.of(beyond)));
    }
    assertEquals(held.get(ROOM - 1), sink().last(CHAIN).orElseThrow());
  }

  @Test
  @DisplayName("AS-21 a full sink has lost nothing")
  void aFullSinkHasLostNothing() {
    List<AuditEntry> held = fill();
    try {
      sink().append(entries().next(3));
    } catch (RouterException full) {
      // as AS-20 says
    }
    assertEquals(held, read(1, 100));
  }

  private List<AuditEntry> fill() {
    sink().close();
    replaceSink(createWithRoomFor(ROOM, context()));
    return append(ROOM);
  }
}
