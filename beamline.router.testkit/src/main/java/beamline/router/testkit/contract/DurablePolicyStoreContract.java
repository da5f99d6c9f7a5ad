package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.PolicyStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules of a {@link PolicyStore} that outlives its process: those of every store, and PS-30 to
 * PS-33.
 */
public abstract class DurablePolicyStoreContract extends PolicyStoreContract {

  /** For subclasses. */
  protected DurablePolicyStoreContract() {}

  /** Another store on what the last one kept. It is closed after the test. */
  protected abstract PolicyStore reopen(ComponentContext context);

  @Test
  @DisplayName("PS-30 what was put is there after a restart, with the same revision")
  void whatWasPutIsThereAfterARestart() {
    PolicyKey odd = new PolicyKey("..", "a/b:c");
    long first = put(KEY, 1, 0);
    long second = put(KEY, 2, first);
    long other = put(odd, 3, 0);
    restart();
    assertEquals(json(2), stored(KEY).json());
    assertEquals(second, stored(KEY).revision());
    assertEquals(other, stored(odd).revision());
    assertEquals(2, store().all().size());
  }

  @Test
  @DisplayName("PS-31 revisions count on after a restart")
  void revisionsCountOnAfterARestart() {
    long revision = put(KEY, 1, 0);
    for (int i = 2; i < 5; i++) {
      restart();
      long next = put(KEY, i, revision);
      assertTrue(next > revision, "revision " + next + " after " + revision);
      revision = next;
    }
  }

  @Test
  @DisplayName("PS-32 what was deleted stays deleted after a restart, and its revisions stay used")
  void whatWasDeletedStaysDeleted() {
    long revision = put(KEY, 1, put(KEY, 0, 0));
    store().delete(KEY, revision);
    restart();
    assertEquals(Optional.empty(), store().get(KEY));
    long next = put(KEY, 1, 0);
    assertTrue(next > revision, "revision " + next + " after " + revision);
  }

  @Test
  @DisplayName("PS-33 what a history tells is the same after a restart, removals included")
  void whatAHistoryTellsIsTheSameAfterARestart() {
    long first = put(KEY, 1, 0);
    long second = put(KEY, 2, first);
    store().delete(KEY, second);
    restart();
    assertEquals(List.of("-", second + "", first + ""), history(KEY));
    long third = put(KEY, 3, 0);
    restart();
    assertEquals(List.of(third + "", "-", second + "", first + ""), history(KEY));
  }

  final void restart() {
    store().close();
    replaceStore(reopen(context()));
  }
}
