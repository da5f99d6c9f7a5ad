package beamline.router.testkit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.fail;

import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import beamline.router.spi.AuditSink;
import beamline.router.spi.ComponentContext;
import beamline.router.testkit.AuditEntries;
import beamline.router.testkit.TestComponentContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules that every {@link AuditSink} keeps, AS-01 to AS-12. Extend it and say how to create
 * yours; a sink that can be full extends {@link BoundedAuditSinkContract}, one that outlives its
 * process {@link DurableAuditSinkContract}.
 */
public abstract class AuditSinkContract {
  static final String CHAIN = "node-1";
  private static final int WRITERS = 8;

  private TestComponentContext context;
  private AuditSink sink;
  private AuditEntries entries;

  /** For subclasses. */
  protected AuditSinkContract() {}

  /** An empty sink with room for 10,000 entries. It is closed after the test. */
  protected abstract AuditSink create(ComponentContext context);

  /** What is configured for it, by names below its prefix. */
  protected Map<String, String> config() {
    return Map.of();
  }

  @BeforeEach
  final void createSink() {
    context = TestComponentContext.builder().prefix("audit-sink.test.").config(config()).build();
    sink = create(context);
    entries = new AuditEntries(CHAIN);
  }

  @AfterEach
  final void closeSink() {
    sink.close();
    context.close();
  }

  @Test
  @DisplayName("AS-01 an empty sink has no chains, no last entry and nothing to read")
  void anEmptySinkHasNothing() {
    assertEquals(List.of(), sink.chains());
    assertEquals(Optional.empty(), sink.last(CHAIN));
    assertEquals(1, sink.read(CHAIN, 1, 10, entry -> fail("read " + entry)));
  }

  @Test
  @DisplayName("AS-02 the last entry of a chain is the one that was appended last")
  void theLastEntryIsTheOneAppendedLast() {
    for (int i = 0; i < 50; i++) {
      AuditEntry next = entries.next();
      sink.append(List.of(next));
      assertEquals(Optional.of(next), sink.last(CHAIN));
    }
    assertEquals(List.of(CHAIN), sink.chains());
  }

  @Test
  @DisplayName("AS-03 entries are read as they were appended, in order, one by one or many at once")
  void entriesAreReadAsTheyWereAppended() {
    List<AuditEntry> appended = append(25);
    List<AuditEntry> together = entries.next(75);
    sink.append(together);
    appended.addAll(together);
    assertEquals(appended, read(1, 1000));
  }

  @Test
  @DisplayName("AS-04 reading a range continues where the last one ended")
  void readingARangeContinues() {
    List<AuditEntry> appended = append(25);
    List<AuditEntry> read = new ArrayList<>();
    long next = 1;
    for (int i = 0; i < 10; i++) {
      next = sink.read(CHAIN, next, 7, read::add);
    }
    assertEquals(appended, read);
    assertEquals(26, next);
    assertEquals(appended.subList(9, 12), read(10, 3));
  }

  @Test
  @DisplayName("AS-05 reading beyond the last entry gives nothing and stays where it is")
  void readingBeyondTheLastGivesNothing() {
    append(3);
    long next = sink.read(CHAIN, 4, 10, entry -> fail("read " + entry));
    assertEquals(4, next);
    append(1);
    assertEquals(1, read(next, 10).size());
  }

  @Test
  @DisplayName("AS-06 every part of an entry comes back unchanged, the text to the last character")
  void everyPartComesBackUnchanged() {
    AuditEntry odd =
        entries.next(
            "{\"ts\":\"2026-11-28T00:00:00.000Z\",\"tenant_id\":\"\",\"actor\":\"ü \\\" \\\\ \\n"
                + " 日本 \ud83d\ude00\",\"action\":\"a\",\"resource_type\":\"t\",\"resource_id\":\"a/b:c\","
                + "\"details\":{\"z\":1.50,\"a\":1152921504606846976,\"tab\":\"\\t\",\"'\":true}}");
    sink.append(List.of(odd));
    assertEquals(List.of(odd), read(1, 1));
    assertEquals(Optional.of(odd), sink.last(CHAIN));
  }

  @Test
  @DisplayName("AS-07 chains are apart: writers at the same time are all kept, each in its order")
  void chainsAreApart() {
    int each = 100;
    List<List<AuditEntry>> appended =
        Together.run(
            WRITERS,
            writer ->
                () -> {
                  AuditEntries mine = new AuditEntries("writer-" + writer);
                  List<AuditEntry> all = new ArrayList<>();
                  for (int i = 0; i < each; i += 4) {
                    List<AuditEntry> batch = mine.next(4);
                    sink.append(batch);
                    all.addAll(batch);
                  }
                  return all;
                });
    assertEquals(WRITERS, sink.chains().size());
    for (int writer = 0; writer < WRITERS; writer++) {
      List<AuditEntry> read = new ArrayList<>();
      assertEquals(each + 1, sink.read("writer-" + writer, 1, 1000, read::add));
      assertEquals(appended.get(writer), read);
    }
  }

  @Test
  @DisplayName("AS-08 appending again what is there already changes nothing")
  void appendingAgainChangesNothing() {
    List<AuditEntry> batch = entries.next(5);
    sink.append(batch.subList(0, 3));
    sink.append(batch);
    sink.append(batch);
    assertEquals(batch, read(1, 100));
  }

  @Test
  @DisplayName("AS-09 reading from before 1, or fewer than 1 entry, is a mistake of the caller")
  void readingFromBeforeOneIsAMistake() {
    assertThrows(IllegalArgumentException.class, () -> read(0, 1));
    assertThrows(IllegalArgumentException.class, () -> read(1, 0));
  }

  @Test
  @DisplayName("AS-10 an entry that leaves a gap is refused with a RouterException")
  void anEntryThatLeavesAGapIsRefused() {
    List<AuditEntry> appended = append(3);
    entries.next();
    AuditEntry afterTheGap = entries.next();
    assertThrows(RouterException.class, () -> sink.append(List.of(afterTheGap)));
    assertEquals(appended, read(1, 100));
  }

  @Test
  @DisplayName("AS-11 an entry beside one that is there is refused with a RouterException: no fork")
  void anEntryBesideAnotherIsRefused() {
    List<AuditEntry> appended = append(3);
    AuditEntries other = new AuditEntries(CHAIN);
    other.next(2);
    AuditEntry fork = other.next("{\"fork\":true}");
    AuditEntry afterTheFork = other.next();
    assertThrows(RouterException.class, () -> sink.append(List.of(fork)));
    assertThrows(RouterException.class, () -> sink.append(List.of(afterTheFork)));
    assertEquals(appended, read(1, 100));
  }

  @Test
  @DisplayName(
      "AS-12 what retention may remove ends before the newest entry, and its removal leaves the rest")
  void whatRetentionRemovesLeavesTheRest() {
    List<AuditEntry> appended = append(10);
    long never = 0;
    long always = Long.MAX_VALUE;
    assertEquals(Optional.empty(), sink.expired(CHAIN, never));
    Optional<AuditEntry> expired = sink.expired(CHAIN, always);
    if (expired.isPresent()) {
      long to = expired.get().index();
      assertEquals(appended.get((int) to - 1), expired.get());
      sink.remove(CHAIN, to);
      assertEquals(appended.subList((int) to, 10), read(1, 100));
    }
    append(1);
    assertEquals(11, sink.last(CHAIN).orElseThrow().index());
  }

  final AuditSink sink() {
    return sink;
  }

  final void replaceSink(AuditSink next) {
    sink = next;
  }

  final ComponentContext context() {
    return context;
  }

  final AuditEntries entries() {
    return entries;
  }

  /** Appends the next entries one by one. */
  final List<AuditEntry> append(int count) {
    List<AuditEntry> appended = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      AuditEntry next = entries.next();
      sink.append(List.of(next));
      appended.add(next);
    }
    return appended;
  }

  final List<AuditEntry> read(long from, int limit) {
    List<AuditEntry> read = new ArrayList<>();
    sink.read(CHAIN, from, limit, read::add);
    return read;
  }
}
