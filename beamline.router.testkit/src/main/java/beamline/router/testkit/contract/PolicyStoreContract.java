package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.policy.PolicyChange;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import beamline.router.spi.PolicyStore;
import beamline.router.spi.PolicyStore.Write;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules that every {@link PolicyStore} keeps. Extend it and say how to create yours; a store
 * that outlives its process extends {@link DurablePolicyStoreContract}. The documents are JSON
 * objects and no usable policies: a store does not judge them.
 *
 * <p>This class has the rules about reading and writing, PS-01 to PS-19 and PS-27; those about
 * watching are inherited.
 */
public abstract class PolicyStoreContract extends PolicyStoreWatchRules {
  private static final int THREADS = 8;

  /** For subclasses. */
  protected PolicyStoreContract() {}

  @Test
  @DisplayName("PS-01 an absent policy is empty")
  void anAbsentPolicyIsEmpty() {
    assertEquals(Optional.empty(), store().get(KEY));
    assertEquals(List.of(), store().list("acme"));
    assertEquals(List.of(), store().all());
    assertEquals(List.of(), store().current());
    assertEquals(List.of(), store().history(KEY, 10));
  }

  @Test
  @DisplayName("PS-02 what was put is got, with its text unchanged")
  void whatWasPutIsGot() {
    String json =
        "{ \"b\":1,\r\n\t\"a\" : \"\\u00fc ü 日本 😀 \\\"{\\\"\", \"a2\": [1.50, 1e3, null] }\n";
    assertInstanceOf(Write.Done.class, store().put(PolicyDocument.of("acme", "default", json), 0));
    assertEquals(json, stored(KEY).json());
    assertEquals(KEY, stored(KEY).key());
  }

  @Test
  @DisplayName("PS-03 the first put expects revision 0, and any other expectation conflicts")
  void theFirstPutExpectsRevisionZero() {
    assertEquals(new Write.Conflict(3, 0), store().put(document(KEY, 1), 3));
    assertEquals(Optional.empty(), store().get(KEY));
    long revision = put(KEY, 1, 0);
    assertTrue(revision > 0, () -> "the first revision is " + revision);
    assertEquals(new Write.Conflict(0, revision), store().put(document(KEY, 2), 0));
  }

  @Test
  @DisplayName("PS-04 revisions of a key count up, whatever revision the document brings")
  void revisionsOfAKeyCountUp() {
    long last = 0;
    for (int i = 1; i <= 5; i++) {
      PolicyDocument document = new PolicyDocument(KEY, json(i % 2), 1000 - i, Instant.EPOCH);
      long revision = assertInstanceOf(Write.Done.class, store().put(document, last)).revision();
      assertTrue(revision > last, "revision " + revision + " after " + last);
      assertEquals(revision, stored(KEY).revision());
      last = revision;
    }
  }

  @Test
  @DisplayName("PS-05 a put that expects another revision conflicts, and changes nothing")
  void aPutThatExpectsAnotherRevisionConflicts() {
    long first = put(KEY, 1, 0);
    long second = put(KEY, 2, first);
    assertEquals(new Write.Conflict(first, second), store().put(document(KEY, 3), first));
    assertEquals(new Write.Conflict(second + 1, second), store().put(document(KEY, 3), second + 1));
    assertEquals(json(2), stored(KEY).json());
    assertEquals(second, stored(KEY).revision());
  }

  @Test
  @DisplayName("PS-06 of puts at the same time that expect the same revision one is done")
  void ofPutsAtTheSameTimeOneIsDone() {
    long last = 0;
    for (int round = 0; round < 20; round++) {
      long expected = last;
      List<Write> writes =
          Together.run(THREADS, thread -> () -> store().put(document(KEY, thread), expected));
      assertEquals(
          1, writes.stream().filter(Write.Done.class::isInstance).count(), writes::toString);
      assertEquals(
          THREADS - 1,
          writes.stream().filter(Write.Conflict.class::isInstance).count(),
          writes::toString);
      last = stored(KEY).revision();
      assertTrue(last > expected, "the revision did not count up");
    }
  }

  @Test
  @DisplayName("PS-07 a list has the documents of one tenant, by policy id")
  void aListHasTheDocumentsOfOneTenant() {
    for (String policyId : List.of("b", "a", "c")) {
      put(new PolicyKey("acme", policyId), 1, 0);
    }
    put(new PolicyKey("acm", "x"), 1, 0);
    put(new PolicyKey("acme2", "y"), 1, 0);
    List<String> ids =
        store().list("acme").stream().map(document -> document.key().policyId()).toList();
    assertEquals(List.of("a", "b", "c"), ids);
    assertEquals(List.of(), store().list("nobody"));
  }

  @Test
  @DisplayName("PS-08 all are the documents of all tenants, by key")
  void allAreTheDocumentsOfAllTenants() {
    List<PolicyKey> keys =
        List.of(new PolicyKey("a", "x"), new PolicyKey("a", "y"), new PolicyKey("b", "a"), KEY);
    keys.forEach(key -> put(key, 1, 0));
    assertEquals(
        keys.stream().sorted().toList(), store().all().stream().map(PolicyDocument::key).toList());
    assertEquals(store().all().stream().map(PolicyChange.Updated::new).toList(), store().current());
  }

  @Test
  @DisplayName("PS-09 a deleted policy is absent, and the answer is the revision that was deleted")
  void aDeletedPolicyIsAbsent() {
    long revision = put(KEY, 1, 0);
    put(new PolicyKey("acme", "other"), 1, 0);
    assertEquals(new Write.Done(revision), store().delete(KEY, revision));
    assertEquals(Optional.empty(), store().get(KEY));
    assertEquals(1, store().list("acme").size());
    assertEquals(1, store().all().size());
  }

  @Test
  @DisplayName("PS-10 deleting another revision conflicts, and deleting what is absent says so")
  void deletingAnotherRevisionConflicts() {
    assertEquals(new Write.Absent(), store().delete(KEY, 1));
    long revision = put(KEY, 1, 0);
    assertEquals(new Write.Conflict(revision + 1, revision), store().delete(KEY, revision + 1));
    assertEquals(json(1), stored(KEY).json());
    store().delete(KEY, revision);
    assertEquals(new Write.Absent(), store().delete(KEY, revision));
  }

  @Test
  @DisplayName("PS-11 a revision is never used twice, not even after a delete")
  void aRevisionIsNeverUsedTwice() {
    long last = 0;
    for (int i = 0; i < 3; i++) {
      long revision = put(KEY, 1, 0);
      assertTrue(revision > last, "revision " + revision + " after " + last);
      store().delete(KEY, revision);
      last = revision;
    }
  }

  @Test
  @DisplayName(
      "PS-12 the history begins with the current document, goes back as far as asked, and has each revision by its number")
  void theHistoryBeginsWithTheCurrentDocument() {
    long first = put(KEY, 1, 0);
    long second = put(KEY, 2, first);
    long third = put(KEY, 3, second);
    List<PolicyDocument> history = PolicyChange.documents(store().history(KEY, 10));
    assertEquals(stored(KEY), history.get(0));
    List<Long> revisions = history.stream().map(PolicyDocument::revision).toList();
    assertEquals(List.of(third, second, first).subList(0, revisions.size()), revisions);
    assertEquals(1, store().history(KEY, 1).size());
    for (PolicyDocument document : history) {
      assertEquals(Optional.of(document), store().revision(KEY, document.revision()));
    }
    assertEquals(Optional.empty(), store().revision(KEY, third + 1));
  }

  @Test
  @DisplayName(
      "PS-13 an id may have every character that ids may have, and means nothing but itself")
  void anIdMayHaveEveryCharacter() {
    List<String> ids =
        List.of(
            "a:b", "a/b", "a", "..", ".", "../a", "/", "a/", ".hidden", "A", "-", "a.json", "con",
            "_:-./");
    for (String tenant : ids) {
      for (String policy : ids) {
        PolicyKey key = new PolicyKey(tenant, policy);
        assertInstanceOf(
            Write.Done.class,
            store().put(PolicyDocument.of(tenant, policy, text(key)), 0),
            key::toString);
      }
    }
    for (String tenant : ids) {
      assertEquals(ids.size(), store().list(tenant).size(), () -> "policies of tenant " + tenant);
      for (String policy : ids) {
        PolicyKey key = new PolicyKey(tenant, policy);
        assertEquals(text(key), stored(key).json());
      }
    }
  }

  @Test
  @DisplayName("PS-14 writes of different keys at the same time are all done")
  void writesOfDifferentKeysAreAllDone() {
    int each = 20;
    Together.run(
        THREADS,
        thread ->
            () -> {
              for (int i = 0; i < each; i++) {
                put(new PolicyKey("t" + thread, "p" + i), i, 0);
              }
              return thread;
            });
    assertEquals(THREADS * each, store().all().size());
    assertEquals(each, store().list("t0").size());
  }

  @Test
  @DisplayName("PS-15 closing twice does no harm")
  void closingTwiceDoesNoHarm() {
    put(KEY, 1, 0);
    store().close();
    store().close();
  }

  @Test
  @DisplayName("PS-16 a new policy beyond the most that a tenant may have is refused")
  void aNewPolicyBeyondTheMostIsRefused() {
    long first = put(KEY, 1, 0);
    put(new PolicyKey("acme", "second"), 1, 0);
    put(new PolicyKey("globex", "default"), 1, 0);
    PolicyKey third = new PolicyKey("acme", "third");
    assertEquals(new Write.Full(2), store().put(document(third, 1), 0, 2));
    assertEquals(Optional.empty(), store().get(third));
    assertInstanceOf(Write.Done.class, store().put(document(KEY, 2), first, 2));
    assertInstanceOf(Write.Done.class, store().put(document(third, 1), 0, 3));
  }

  @Test
  @DisplayName("PS-17 a deleted policy leaves its room, and needs room to come back")
  void aDeletedPolicyLeavesItsRoom() {
    PolicyKey other = new PolicyKey("acme", "other");
    for (int i = 0; i < 3; i++) {
      long revision =
          assertInstanceOf(Write.Done.class, store().put(document(KEY, 1), 0, 1)).revision();
      assertEquals(new Write.Full(1), store().put(document(other, 1), 0, 1));
      store().delete(KEY, revision);
      long next =
          assertInstanceOf(Write.Done.class, store().put(document(other, 1), 0, 1)).revision();
      assertEquals(new Write.Full(1), store().put(document(KEY, 1), 0, 1));
      store().delete(other, next);
    }
  }

  @Test
  @DisplayName("PS-18 puts at the same time never leave a tenant with more than it may have")
  void putsAtTheSameTimeNeverLeaveATenantWithMore() {
    for (int round = 0; round < 10; round++) {
      String tenant = "t" + round;
      List<Write> writes =
          Together.run(
              THREADS,
              thread ->
                  () -> store().put(document(new PolicyKey(tenant, "p" + thread), thread), 0, 3));
      assertEquals(
          3, writes.stream().filter(Write.Done.class::isInstance).count(), writes::toString);
      assertEquals(
          THREADS - 3, writes.stream().filter(new Write.Full(3)::equals).count(), writes::toString);
      assertEquals(3, store().list(tenant).size());
    }
  }

  @Test
  @DisplayName("PS-19 the history of a deleted policy can be read, and goes on when it comes back")
  void theHistoryOfADeletedPolicyCanBeRead() {
    long first = put(KEY, 1, 0);
    store().delete(KEY, first);
    List<PolicyChange> history = store().history(KEY, 10);
    assertInstanceOf(PolicyChange.Removed.class, history.get(0));
    assertEquals(json(1), PolicyChange.document(history.get(1)).orElseThrow().json());
    long second = put(KEY, 2, 0);
    assertEquals(List.of(second + "", "-", first + ""), history(KEY));
  }

  @Test
  @DisplayName(
      "PS-27 a history tells every removal where it was, and has the revisions before it by their numbers")
  void aHistoryTellsEveryRemoval() {
    List<String> expected = new ArrayList<>();
    List<Long> revisions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      long first = put(KEY, 2 * i, 0);
      long second = put(KEY, 2 * i + 1, first);
      store().delete(KEY, second);
      revisions.addAll(List.of(first, second));
      expected.addAll(0, List.of("-", second + "", first + ""));
    }
    assertEquals(expected, history(KEY));
    assertEquals(4, store().history(KEY, 4).size());
    for (int i = 0; i < revisions.size(); i++) {
      assertEquals(json(i), store().revision(KEY, revisions.get(i)).orElseThrow().json());
    }
    long last = 0;
    for (PolicyChange change : store().history(KEY, 9)) {
      assertEquals(KEY, change.key());
      assertTrue(last == 0 || change.revision() <= last, () -> "out of order: " + change);
      last = change.revision();
    }
  }

  private static String text(PolicyKey key) {
    return "{\"id\": \"" + key + "\"}";
  }
}
