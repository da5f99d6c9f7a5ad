package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import beamline.router.spi.AuditSink;
import beamline.router.spi.ComponentContext;
import beamline.router.testkit.AuditEntries;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules of an {@link AuditSink} that outlives its process: those of every sink, and AS-30 to
 * AS-33.
 */
public abstract class DurableAuditSinkContract extends AuditSinkContract {

  /** For subclasses. */
  protected DurableAuditSinkContract() {}

  /** Another sink on what the last one kept. It is closed after the test. */
  protected abstract AuditSink reopen(ComponentContext context);

  @Test
  @DisplayName("AS-30 a durable sink says so")
  void aDurableSinkSaysSo() {
    assertTrue(sink().durable());
  }

  @Test
  @DisplayName("AS-31 what was appended is there after a restart, in order")
  void whatWasAppendedIsThereAfterARestart() {
    List<AuditEntry> appended = append(20);
    restart();
    assertEquals(List.of(CHAIN), sink().chains());
    assertEquals(appended.get(19), sink().last(CHAIN).orElseThrow());
    assertEquals(appended, read(1, 100));
  }

  @Test
  @DisplayName("AS-32 a chain goes on after a restart, also by an append that was made before")
  void aChainGoesOnAfterARestart() {
    List<AuditEntry> appended = append(3);
    restart();
    sink().append(appended.subList(2, 3));
    appended.addAll(append(2));
    assertEquals(appended, read(1, 100));
  }

  @Test
  @DisplayName("AS-33 after a restart an entry beside one that is there is refused: no fork")
  void afterARestartAnEntryBesideAnotherIsRefused() {
    List<AuditEntry> appended = append(3);
    restart();
    AuditEntries other = new AuditEntries(CHAIN);
    other.next(2);
    AuditEntry fork = other.next("{\"fork\":true}");
    AuditEntry afterTheFork = other.next();
    assertThrows(RouterException.class, () -> sink().append(List.of(fork)));
    assertThrows(RouterException.class, () -> sink().append(List.of(afterTheFork)));
    assertEquals(appended, read(1, 100));
  }

  private void restart() {
    sink().close();
    replaceSink(reopen(context()));
  }
}
