package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.PolicyStore.Write;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** PS-20 to PS-26: being told of changes. */
public abstract class PolicyStoreWatchRules extends PolicyStoreFixture {

  PolicyStoreWatchRules() {}

  @Test
  @DisplayName("PS-20 a watch hears of every put and every delete, in order per key")
  void aWatchHearsOfEveryPutAndDelete() {
    Heard heard = watch();
    long first = put(KEY, 1, 0);
    heard.awaitUpdate(KEY, first);
    long second = put(KEY, 2, first);
    heard.awaitUpdate(KEY, second);
    assertInstanceOf(Write.Done.class, store().delete(KEY, second));
    heard.awaitRemoval(KEY);
    assertEquals(stored(heard, second).json(), json(2));
  }

  @Test
  @DisplayName("PS-25 the revision of a removal lies between those before and after it")
  void theRevisionOfARemovalLiesBetween() {
    Heard heard = watch();
    long first = put(KEY, 1, 0);
    heard.awaitUpdate(KEY, first);
    store().delete(KEY, first);
    heard.awaitRemoval(KEY);
    long second = put(KEY, 2, 0);
    long removed =
        heard.of(KEY).stream()
            .filter(PolicyChange.Removed.class::isInstance)
            .mapToLong(PolicyChange::revision)
            .findFirst()
            .orElseThrow();
    assertTrue(first <= removed && removed < second, first + ", " + removed + ", " + second);
  }

  @Test
  @DisplayName("PS-26 a store that can be reached has no trouble")
  void aStoreThatCanBeReachedHasNoTrouble() {
    Heard heard = watch();
    heard.awaitUpdate(KEY, put(KEY, 1, 0));
    assertEquals(Optional.empty(), store().trouble());
  }

  @Test
  @DisplayName("PS-21 a watch hears nothing of writes that were refused")
  void aWatchHearsNothingOfRefusedWrites() {
    long first = put(KEY, 1, 0);
    Heard heard = watch();
    store().put(document(KEY, 2), first + 7);
    store().delete(KEY, first + 7);
    store().delete(new PolicyKey("acme", "absent"), 1);
    heard.awaitUpdate(KEY, put(KEY, 3, first));
    assertEquals(1, heard.changes.size(), () -> "heard " + heard.changes);
  }

  @Test
  @DisplayName("PS-22 a listener that fails hears the next change, and so do all others")
  void aListenerThatFailsHearsTheNextChange() {
    Heard before = watch();
    Heard failing = new Heard();
    store()
        .watch(
            change -> {
              failing.changes.add(change);
              throw new IllegalStateException("a listener that fails");
            });
    Heard after = watch();
    long first = put(KEY, 1, 0);
    long second = put(KEY, 2, first);
    for (Heard heard : new Heard[] {before, failing, after}) {
      heard.awaitUpdate(KEY, second);
    }
  }

  @Test
  @DisplayName(
      "PS-23 a watch that was closed hears nothing more, and closing it twice does no harm")
  void aClosedWatchHearsNothingMore() {
    Heard closed = watch();
    Heard open = watch();
    long first = put(KEY, 1, 0);
    closed.awaitUpdate(KEY, first);
    closed.close();
    closed.close();
    open.awaitUpdate(KEY, put(KEY, 2, first));
    assertEquals(1, closed.changes.size(), () -> "heard " + closed.changes);
  }

  @Test
  @DisplayName("PS-24 what a watch tells is what can be read")
  void whatAWatchTellsIsWhatCanBeRead() {
    Heard heard = watch();
    long revision = put(KEY, 1, 0);
    heard.awaitUpdate(KEY, revision);
    assertEquals(stored(KEY), stored(heard, revision));
  }

  private static PolicyDocument stored(Heard heard, long revision) {
    for (PolicyChange change : heard.of(KEY)) {
      if (change instanceof PolicyChange.Updated updated
          && updated.document().revision() == revision) {
        return updated.document();
      }
    }
    throw new AssertionError("no revision " + revision + " in " + heard.changes);
  }
}
