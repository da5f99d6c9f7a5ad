package beamline.router.testkit.contract;

import static beamline.router.testkit.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyChange.Unreadable;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStore.Write;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules of a {@link PolicyStore} that others can write to without it, so that it may hold what
 * it cannot read: those of a durable store, and PS-40 to PS-44.
 */
public abstract class EditedPolicyStoreContract extends DurablePolicyStoreContract {
  private static final PolicyKey OTHER = new PolicyKey("acme", "other");

  /** For subclasses. */
  protected EditedPolicyStoreContract() {}

  /**
   * Stores, by other means than the store, what it cannot read: in the place of a document, or
   * where there was none.
   */
  protected abstract void corrupt(PolicyKey key);

  @Test
  @DisplayName("PS-40 what cannot be read is told, to who watches and to who asks what is current")
  void whatCannotBeReadIsTold() {
    put(KEY, 1, 0);
    long other = put(OTHER, 2, 0);
    Heard heard = watch();
    Unreadable broken = corrupted(KEY);
    eventually("a watch hears of " + broken, () -> heard.of(KEY).contains(broken));
    assertEquals(List.of(broken, new PolicyChange.Updated(stored(OTHER))), store().current());
    assertEquals(List.of(stored(OTHER)), store().all());
    assertEquals(List.of(stored(OTHER)), store().list("acme"));
    assertEquals(other, stored(OTHER).revision());
  }

  @Test
  @DisplayName(
      "PS-41 getting what cannot be read fails, and says what is wrong and how to replace it")
  void gettingWhatCannotBeReadFails() {
    put(KEY, 1, 0);
    Unreadable broken = corrupted(KEY);
    RouterException failure = assertThrows(RouterException.class, () -> store().get(KEY));
    assertEquals(ErrorCode.INVALID_POLICY, failure.code());
    assertEquals(broken.toException().getMessage(), failure.getMessage());
    assertTrue(String.valueOf(failure.getMessage()).contains(broken.problem()), failure::toString);
  }

  @Test
  @DisplayName(
      "PS-42 a put or a delete that expects its revision takes the place of what cannot be read")
  void aPutTakesThePlaceOfWhatCannotBeRead() {
    put(KEY, 1, 0);
    long broken = corrupted(KEY).revision();
    assertEquals(new Write.Conflict(broken + 1, broken), store().put(document(KEY, 2), broken + 1));
    long repaired = put(KEY, 2, broken);
    assertEquals(json(2), stored(KEY).json());
    assertEquals(repaired, stored(KEY).revision());

    corrupt(OTHER);
    Unreadable never = awaitUnreadable(OTHER);
    assertInstanceOf(Write.Done.class, store().delete(OTHER, never.revision()));
    assertEquals(Optional.empty(), store().get(OTHER));
    assertEquals(List.of(new PolicyChange.Updated(stored(KEY))), store().current());
  }

  @Test
  @DisplayName("PS-43 a history begins with what cannot be read, and goes back to what can")
  void aHistoryBeginsWithWhatCannotBeRead() {
    long first = put(KEY, 1, 0);
    long second = put(KEY, 2, first);
    Unreadable broken = corrupted(KEY);
    List<PolicyChange> history = store().history(KEY, 10);
    assertEquals(broken, history.get(0));
    assertEquals(broken, store().history(KEY, 1).get(0));
    assertEquals(
        List.of(second, first),
        PolicyChange.documents(history).stream().map(PolicyDocument::revision).toList());
  }

  @Test
  @DisplayName("PS-44 what cannot be read, and what was before it, is the same after a restart")
  void whatCannotBeReadIsTheSameAfterARestart() {
    long first = put(KEY, 1, 0);
    store().delete(KEY, first);
    long second = put(KEY, 2, 0);
    Unreadable broken = corrupted(KEY);
    List<PolicyChange> history = store().history(KEY, 10);
    restart();
    assertEquals(List.of(broken), store().current());
    assertEquals(history, store().history(KEY, 10));
    assertEquals(json(2), store().revision(KEY, second).orElseThrow().json());
    assertThrows(RouterException.class, () -> store().get(KEY));
    put(KEY, 3, broken.revision());
    assertEquals(json(3), stored(KEY).json());
  }

  private Unreadable corrupted(PolicyKey key) {
    corrupt(key);
    return awaitUnreadable(key);
  }

  private Unreadable awaitUnreadable(PolicyKey key) {
    eventually(key + " is seen to be unreadable", () -> unreadable(key).isPresent());
    return unreadable(key).orElseThrow();
  }

  private Optional<Unreadable> unreadable(PolicyKey key) {
    return store().current().stream()
        .filter(Unreadable.class::isInstance)
        .map(Unreadable.class::cast)
        .filter(change -> change.key().equals(key))
        .findFirst();
  }
}
