package beamline.router.testkit.contract;

import static beamline.router.testkit.contract.Together.completed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.spi.AuditRecord;
import beamline.router.spi.AuditSink;
import beamline.router.spi.ComponentContext;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules of an {@link AuditSink} that outlives its process: those of every sink, and AS-30 to
 * AS-32.
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
    List<AuditRecord> appended = append(20);
    restart();
    assertEquals(20, sink().head());
    assertEquals(appended, read(1, 100));
  }

  @Test
  @DisplayName("AS-32 numbers go on after a restart")
  void numbersGoOnAfterARestart() {
    append(3);
    restart();
    assertEquals(4, completed(sink().append(record(3))));
    assertEquals(record(3), read(4, 1).get(0));
  }

  private void restart() {
    sink().close();
    replaceSink(reopen(context()));
  }
}
