package beamline.router.testkit.contract;

import static beamline.router.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.admin.ExtensionDocument;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.ExtensionStore.Watch;
import beamline.router.spi.ExtensionStore.Write;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules of an {@link ExtensionStore} that outlives its process: those of every store, and XS-30
 * to XS-32.
 */
public abstract class DurableExtensionStoreContract extends ExtensionStoreContract {

  /** For subclasses. */
  protected DurableExtensionStoreContract() {}

  /** Another store on what the last one kept. It is closed after the test. */
  protected abstract ExtensionStore reopen(ComponentContext context);

  @Test
  @DisplayName("XS-30 what was put is there after a restart, with the same revision")
  void whatWasPutIsThereAfterARestart() {
    long revision = put(ID, json(2), put(ID, json(1), 0));
    long other = put("../a:b", json(3), 0);
    restart();
    assertStored(ID, json(2));
    assertEquals(revision, stored(ID).revision());
    assertStored("../a:b", json(3));
    assertEquals(other, stored("../a:b").revision());
    assertEquals(2, store().current().documents().size());
  }

  @Test
  @DisplayName("XS-31 what was deleted stays deleted after a restart, and its revisions stay used")
  void whatWasDeletedStaysDeleted() {
    long revision = put(ID, json(1), 0);
    store().delete(ID, revision);
    restart();
    assertEquals(Optional.empty(), store().get(ID));
    long next = put(ID, json(2), 0);
    assertTrue(next > revision, "revision " + next + " after " + revision);
  }

  @Test
  @DisplayName("XS-32 another store on the same has what this one changes, and is told")
  void anotherStoreOnTheSameIsTold() {
    try (ExtensionStore other = reopen(context())) {
      Set<Long> told = ConcurrentHashMap.newKeySet();
      Watch watch =
          other.watch(
              () -> other.current().documents().forEach(found -> told.add(found.revision())));
      long first = put(ID, json(1), 0);
      Write write = other.put(ExtensionDocument.of(ID, json(2)), first);
      long third = put(ID, json(3), assertInstanceOf(Write.Done.class, write).revision());
      eventually("the other store is told", () -> told.contains(third));
      watch.close();
    }
  }

  final void restart() {
    store().close();
    replaceStore(reopen(context()));
  }
}
