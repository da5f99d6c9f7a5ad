package beamline.router.testkit.contract;

import static beamline.router.testkit.contract.Together.completed;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.StateStore;
import beamline.router.spi.StateStore.Entry;
import beamline.router.spi.StateStore.PutIfAbsent;
import beamline.router.testkit.TestComponentContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules that every {@link StateStore} keeps. Extend it and say how to create yours. */
public abstract class StateStoreContract {
  private static final Duration LONG = Duration.ofHours(1);
  private static final int THREADS = 8;

  private TestComponentContext context;
  private StateStore store;

  /** For subclasses. */
  protected StateStoreContract() {}

  /** An empty store. It is closed after the test. */
  protected abstract StateStore create(ComponentContext context);

  /**
   * Lets time pass. The clock of the context advances; a store whose entries expire by another
   * clock waits here instead.
   */
  protected void pass(Duration duration) {
    context.clock().advance(duration);
  }

  /** The shortest time to live that the store can tell from a longer one. */
  protected Duration shortLife() {
    return Duration.ofSeconds(1);
  }

  /** What is configured for it, by names below its prefix. */
  protected Map<String, String> config() {
    return Map.of();
  }

  @BeforeEach
  final void createStore() {
    context = TestComponentContext.builder().prefix("state-store.test.").config(config()).build();
    store = create(context);
  }

  @AfterEach
  final void closeStore() {
    store.close();
    context.close();
  }

  @Test
  @DisplayName("SS-01 an absent entry is empty")
  void anAbsentEntryIsEmpty() {
    assertEquals(Optional.empty(), completed(store.get("absent")));
  }

  @Test
  @DisplayName("SS-02 what was put is got, byte by byte")
  void whatWasPutIsGot() {
    byte[] value = new byte[256];
    for (int i = 0; i < value.length; i++) {
      value[i] = (byte) i;
    }
    long revision = completed(store.put("k", value, LONG));
    Entry entry = entry("k");
    assertArrayEquals(value, entry.value());
    assertEquals(revision, entry.revision());
  }

  @Test
  @DisplayName("SS-03 every write changes the revision")
  void everyWriteChangesTheRevision() {
    long first = completed(store.put("k", bytes("a"), LONG));
    long second = completed(store.put("k", bytes("a"), LONG));
    assertNotEquals(first, second);
    assertTrue(completed(store.compareAndSet("k", second, bytes("a"), LONG)));
    assertNotEquals(second, entry("k").revision());
    assertNotEquals(first, entry("k").revision());
  }

  @Test
  @DisplayName("SS-04 put-if-absent stores once, and then says what is there")
  void putIfAbsentStoresOnce() {
    PutIfAbsent first = completed(store.putIfAbsent("k", bytes("a"), LONG));
    PutIfAbsent second = completed(store.putIfAbsent("k", bytes("b"), LONG));
    assertTrue(first.stored());
    assertEquals("a", text(first.entry()));
    assertFalse(second.stored());
    assertEquals("a", text(second.entry()));
    assertEquals(first.entry().revision(), second.entry().revision());
    assertEquals("a", text(entry("k")));
  }

  @Test
  @DisplayName("SS-05 of put-if-absent at the same time one stores, and all are told its value")
  void ofPutIfAbsentAtTheSameTimeOneStores() {
    for (int round = 0; round < 50; round++) {
      String key = "k" + round;
      List<PutIfAbsent> answers =
          Together.run(
              THREADS,
              thread -> () -> completed(store.putIfAbsent(key, bytes("v" + thread), LONG)));
      assertEquals(1, answers.stream().filter(PutIfAbsent::stored).count());
      String stored = text(entry(key));
      assertTrue(answers.stream().allMatch(answer -> text(answer.entry()).equals(stored)));
    }
  }

  @Test
  @DisplayName("SS-06 compare-and-set stores for the revision that is there, and for no other")
  void compareAndSetStoresForTheRevisionThatIsThere() {
    long first = completed(store.put("k", bytes("a"), LONG));
    assertTrue(completed(store.compareAndSet("k", first, bytes("b"), LONG)));
    assertFalse(completed(store.compareAndSet("k", first, bytes("c"), LONG)));
    assertEquals("b", text(entry("k")));
    assertFalse(completed(store.compareAndSet("absent", first, bytes("c"), LONG)));
    assertEquals(Optional.empty(), completed(store.get("absent")));
  }

  @Test
  @DisplayName("SS-07 compare-and-set at the same time loses no update")
  void compareAndSetLosesNoUpdate() {
    int each = 50;
    completed(store.put("k", bytes("0"), LONG));
    Together.run(
        THREADS,
        thread ->
            () -> {
              for (int i = 0; i < each; i++) {
                increment("k");
              }
              return thread;
            });
    assertEquals(String.valueOf(THREADS * each), text(entry("k")));
  }

  @Test
  @DisplayName("SS-08 an entry that has expired is absent, whoever asks")
  void anEntryThatHasExpiredIsAbsent() {
    long revision = completed(store.put("k", bytes("a"), shortLife()));
    assertEquals("a", text(entry("k")));
    pass(shortLife().multipliedBy(2));
    assertEquals(Optional.empty(), completed(store.get("k")));
    assertFalse(completed(store.compareAndSet("k", revision, bytes("b"), LONG)));
    assertTrue(completed(store.putIfAbsent("k", bytes("c"), LONG)).stored());
    assertEquals("c", text(entry("k")));
  }

  @Test
  @DisplayName("SS-09 every entry has its own time to live, and a write begins it anew")
  void everyEntryHasItsOwnTimeToLive() {
    completed(store.put("short", bytes("a"), shortLife()));
    completed(store.put("long", bytes("b"), LONG));
    completed(store.put("renewed", bytes("c"), shortLife()));
    completed(store.put("renewed", bytes("d"), LONG));
    completed(store.putIfAbsent("marked", bytes("e"), shortLife()));
    pass(shortLife().multipliedBy(2));
    assertEquals(Optional.empty(), completed(store.get("short")));
    assertEquals(Optional.empty(), completed(store.get("marked")));
    assertEquals("b", text(entry("long")));
    assertEquals("d", text(entry("renewed")));
  }

  @Test
  @DisplayName("SS-10 a removed entry is absent, and removing an absent one does nothing")
  void aRemovedEntryIsAbsent() {
    completed(store.put("k", bytes("a"), LONG));
    completed(store.remove("k"));
    completed(store.remove("k"));
    assertEquals(Optional.empty(), completed(store.get("k")));
    assertTrue(completed(store.putIfAbsent("k", bytes("b"), LONG)).stored());
  }

  @Test
  @DisplayName("SS-11 a revision from before a removal fits nothing that came after")
  void aRevisionFromBeforeARemovalFitsNothing() {
    long revision = completed(store.put("k", bytes("a"), LONG));
    completed(store.remove("k"));
    assertFalse(completed(store.compareAndSet("k", revision, bytes("b"), LONG)));
    completed(store.put("k", bytes("c"), LONG));
    assertFalse(completed(store.compareAndSet("k", revision, bytes("d"), LONG)));
    assertEquals("c", text(entry("k")));
  }

  @Test
  @DisplayName("SS-12 keys are any text of up to 512 bytes")
  void keysAreAnyText() {
    List<String> keys =
        List.of(
            "a/b:c.d", "*", ">", "a b", "übung", "日本", "..", "%2F", "a=b", "$x", "k".repeat(512));
    for (String key : keys) {
      completed(store.put(key, bytes(key), LONG));
    }
    for (String key : keys) {
      assertEquals(key, text(entry(key)));
    }
  }

  @Test
  @DisplayName("SS-13 values have 0 to 65536 bytes")
  void valuesHaveZeroTo65536Bytes() {
    completed(store.put("empty", new byte[0], LONG));
    byte[] large = new byte[65536];
    Arrays.fill(large, (byte) 7);
    completed(store.put("large", large, LONG));
    assertEquals(0, entry("empty").value().length);
    assertArrayEquals(large, entry("large").value());
  }

  @Test
  @DisplayName("SS-14 the caller may use its array again")
  void theCallerMayUseItsArrayAgain() {
    byte[] value = bytes("a");
    completed(store.put("k", value, LONG));
    value[0] = 'z';
    assertEquals("a", text(entry("k")));
  }

  @Test
  @DisplayName("SS-15 keys do not disturb one another, whatever the number of threads")
  void keysDoNotDisturbOneAnother() {
    int each = 200;
    Together.run(
        THREADS,
        thread ->
            () -> {
              for (int i = 0; i < each; i++) {
                completed(store.put(thread + "-" + i, bytes(thread + ":" + i), LONG));
              }
              return thread;
            });
    for (int thread = 0; thread < THREADS; thread++) {
      for (int i = 0; i < each; i++) {
        assertEquals(thread + ":" + i, text(entry(thread + "-" + i)));
      }
    }
  }

  @Test
  @DisplayName("SS-16 closing twice does no harm")
  void closingTwiceDoesNoHarm() {
    completed(store.put("k", bytes("a"), LONG));
    store.close();
    store.close();
  }

  private void increment(String key) {
    Entry entry = entry(key);
    byte[] next = bytes(String.valueOf(Long.parseLong(text(entry)) + 1));
    while (!completed(store.compareAndSet(key, entry.revision(), next, LONG))) {
      entry = entry(key);
      next = bytes(String.valueOf(Long.parseLong(text(entry)) + 1));
    }
  }

  private Entry entry(String key) {
    return completed(store.get(key))
        .orElseThrow(() -> new AssertionError("no entry '" + key + "'"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(Entry entry) {
    return new String(entry.value(), StandardCharsets.UTF_8);
  }
}
