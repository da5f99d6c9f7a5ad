package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.api.admin.ExtensionDocument;
import beamline.router.spi.ExtensionStore;
import beamline.router.spi.ExtensionStore.Contents;
import beamline.router.spi.ExtensionStore.Write;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules that every {@link ExtensionStore} keeps. Extend it and say how to create yours; a store
 * that outlives its process extends {@link DurableExtensionStoreContract}.
 *
 * <p>Documents are compared as JSON, so that a store may keep columns instead of text. Those that
 * the rules put have every member, so that nothing depends on defaults. This class has the rules
 * about reading and writing; those about watching, XS-20 to XS-23, are inherited.
 */
public abstract class ExtensionStoreContract extends ExtensionStoreWatchRules {
  private static final int THREADS = 8;

  /** For subclasses. */
  protected ExtensionStoreContract() {}

  @Test
  @DisplayName("XS-01 an extension that was never registered is absent")
  void anExtensionThatWasNeverRegisteredIsAbsent() {
    assertEquals(Optional.empty(), store().get(ID));
    assertEquals(new Contents(List.of(), Map.of()), store().current());
  }

  @Test
  @DisplayName("XS-02 what was put is got, every member of it")
  void whatWasPutIsGot() {
    String full =
        json(
            "{\"patterns\": [\"a\", 1, 1.5, null, true, {}]}",
            ", \"versions\": ["
                + version("v2", "prod")
                + ", "
                + version("v3", "test")
                + "], \"instances\": ["
                + instance("a", 100)
                + ", "
                + instance("b", 0)
                + "]");
    long revision = put(ID, full, 0);
    assertStored(ID, full);
    assertEquals(ID, stored(ID).id());
    assertEquals(revision, stored(ID).revision());
    assertEquals(new Contents(List.of(stored(ID)), Map.of()), store().current());
  }

  @Test
  @DisplayName("XS-03 what is not in a document any more is not there any more")
  void whatIsNotInADocumentAnyMoreIsNotThere() {
    String more =
        ", \"versions\": [" + version("v2", "prod") + "], \"instances\": [" + instance("a", 1);
    long first = put(ID, json("{\"a\": 1}", more + "]"), 0);
    put(ID, json(2), first);
    assertStored(ID, json(2));
  }

  @Test
  @DisplayName("XS-04 a put that expects another revision conflicts, and changes nothing")
  void aPutThatExpectsAnotherRevisionConflicts() {
    assertEquals(new Write.Conflict(3, 0), store().put(document(1), 3));
    assertEquals(Optional.empty(), store().get(ID));
    long first = put(ID, json(1), 0);
    long second = put(ID, json(2), first);
    assertEquals(new Write.Conflict(0, second), store().put(document(3), 0));
    assertEquals(new Write.Conflict(first, second), store().put(document(3), first));
    assertEquals(new Write.Conflict(second + 1, second), store().put(document(3), second + 1));
    assertStored(ID, json(2));
    assertEquals(second, stored(ID).revision());
  }

  @Test
  @DisplayName("XS-05 revisions of an id count up, whatever revision the document brings")
  void revisionsOfAnIdCountUp() {
    long last = 0;
    for (int i = 1; i <= 5; i++) {
      ExtensionDocument document =
          new ExtensionDocument(ID, json(i % 2), 1000 - i, Instant.ofEpochSecond(i));
      long revision = assertInstanceOf(Write.Done.class, store().put(document, last)).revision();
      assertTrue(revision > last, "revision " + revision + " after " + last);
      assertEquals(revision, stored(ID).revision());
      last = revision;
    }
  }

  @Test
  @DisplayName("XS-06 of puts at the same time that expect the same revision one is done")
  void ofPutsAtTheSameTimeOneIsDone() {
    long last = 0;
    for (int round = 0; round < 10; round++) {
      long expected = last;
      List<Write> writes =
          Together.run(THREADS, thread -> () -> store().put(document(thread), expected));
      assertEquals(
          1, writes.stream().filter(Write.Done.class::isInstance).count(), writes::toString);
      last = stored(ID).revision();
      assertTrue(last > expected, "the revision did not count up");
    }
  }

  @Test
  @DisplayName("XS-07 puts of different ids at the same time are all done")
  void putsOfDifferentIdsAreAllDone() {
    int each = 5;
    Together.run(
        THREADS,
        thread ->
            () -> {
              for (int i = 0; i < each; i++) {
                put("x" + thread + "." + i, json(i), 0);
              }
              return thread;
            });
    assertEquals(THREADS * each, store().current().documents().size());
  }

  @Test
  @DisplayName("XS-08 a deleted extension is absent, and the answer is the revision that was it")
  void aDeletedExtensionIsAbsent() {
    long revision = put(ID, json(1), 0);
    put("other", json(2), 0);
    assertEquals(new Write.Done(revision), store().delete(ID, revision));
    assertEquals(Optional.empty(), store().get(ID));
    assertEquals(List.of(stored("other")), store().current().documents());
  }

  @Test
  @DisplayName("XS-09 deleting another revision conflicts, also when there is none")
  void deletingAnotherRevisionConflicts() {
    assertEquals(new Write.Conflict(1, 0), store().delete(ID, 1));
    long first = put(ID, json(1), 0);
    long second = put(ID, json(2), first);
    assertEquals(new Write.Conflict(first, second), store().delete(ID, first));
    assertStored(ID, json(2));
    store().delete(ID, second);
    assertEquals(new Write.Conflict(second, 0), store().delete(ID, second));
  }

  @Test
  @DisplayName("XS-10 a revision is never used twice, not even after a delete")
  void aRevisionIsNeverUsedTwice() {
    long last = 0;
    for (int i = 0; i < 3; i++) {
      long revision = put(ID, json(1), 0);
      assertTrue(revision > last, revision + " after " + last);
      store().delete(ID, revision);
      assertEquals(new Write.Conflict(revision, 0), store().put(document(2), revision));
      last = revision;
    }
  }

  @Test
  @DisplayName("XS-11 current are all extensions, by id")
  void currentAreAllExtensionsById() {
    for (String id : List.of("b", "a", "B", "a-b", "a.b")) {
      put(id, json(1), 0);
    }
    assertEquals(
        List.of("B", "a", "a-b", "a.b", "b"),
        store().current().documents().stream().map(ExtensionDocument::id).toList());
  }

  @Test
  @DisplayName(
      "XS-12 an id may have every character that ids may have, and means nothing but itself")
  void anIdMayHaveEveryCharacter() {
    List<String> ids =
        List.of(
            "a:b", "a/b", "a", "..", ".", "../a", "/", "a/", ".hidden", "A", "-", "a.json", "con",
            "_:-./");
    for (int i = 0; i < ids.size(); i++) {
      put(ids.get(i), json(i), 0);
    }
    for (int i = 0; i < ids.size(); i++) {
      assertStored(ids.get(i), json(i));
    }
    assertEquals(ids.size(), store().current().documents().size());
  }

  @Test
  @DisplayName("XS-13 a document may have every character, and 64 KiB")
  void aDocumentMayHaveEveryCharacter() {
    String text = "\\\"\\\\ \\u00fc ü 日本 😀 {[ \\n\\t '; -- $1 ? \\u2028 ".repeat(1600);
    String large = json("{\"ü {}\": \"" + text + "\"}", "");
    put(ID, large, 0);
    assertStored(ID, large);
  }

  @Test
  @DisplayName("XS-14 versions stay in their order, whichever is changed, added or taken away")
  void versionsStayInTheirOrder() {
    long revision = 0;
    for (List<String> order :
        List.of(
            List.of("v2", "v3", "v4"),
            List.of("v2", "v4"),
            List.of("v4", "v2", "v3"),
            List.of("v5", "v4", "v2", "v3"))) {
      String versions =
          String.join(", ", order.stream().map(name -> version(name, "prod")).toList());
      String json = json("{}", ", \"versions\": [" + versions + "]");
      revision = put(ID, json, revision);
      assertStored(ID, json);
    }
    String changed =
        json(
            "{}", ", \"versions\": [" + version("v4", "prod") + ", " + version("v5", "test") + "]");
    put(ID, changed, revision);
    assertStored(ID, changed);
  }

  @Test
  @DisplayName("XS-15 closing twice does no harm")
  void closingTwiceDoesNoHarm() {
    put(ID, json(1), 0);
    store().close();
    store().close();
  }

  private static ExtensionDocument document(int number) {
    return ExtensionDocument.of(ID, json(number));
  }
}
