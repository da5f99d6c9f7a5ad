package beamline.router.testkit.contract;

import static beamline.router.testkit.contract.Together.completed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import beamline.router.spi.AuditRecord;
import beamline.router.spi.AuditSink;
import beamline.router.spi.ComponentContext;
import beamline.router.testkit.TestComponentContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * The rules that every {@link AuditSink} keeps, AS-01 to AS-09. Extend it and say how to create
 * yours; a sink that can be full extends {@link BoundedAuditSinkContract}, one that outlives its
 * process {@link DurableAuditSinkContract}.
 */
public abstract class AuditSinkContract {
  private static final int THREADS = 8;

  private TestComponentContext context;
  private AuditSink sink;

  /** For subclasses. */
  protected AuditSinkContract() {}

  /** An empty sink with room for 10,000 records. It is closed after the test. */
  protected abstract AuditSink create(ComponentContext context);

  /** What is configured for it, by names below its prefix. */
  protected Map<String, String> config() {
    return Map.of();
  }

  @BeforeEach
  final void createSink() {
    context = TestComponentContext.builder().prefix("audit-sink.test.").config(config()).build();
    sink = create(context);
  }

  @AfterEach
  final void closeSink() {
    sink.close();
    context.close();
  }

  @Test
  @DisplayName("AS-01 an empty sink has head 0 and nothing to read")
  void anEmptySinkHasNothingToRead() {
    assertEquals(0, sink.head());
    assertEquals(List.of(), read(1, 10));
  }

  @Test
  @DisplayName("AS-02 records are numbered from 1 without a gap")
  void recordsAreNumberedFromOne() {
    for (long i = 1; i <= 100; i++) {
      assertEquals(i, completed(sink.append(record((int) i))));
      assertEquals(i, sink.head());
    }
  }

  @Test
  @DisplayName("AS-03 records are read as they were appended, in order, with their numbers")
  void recordsAreReadAsTheyWereAppended() {
    List<AuditRecord> appended = append(50);
    List<Long> numbers = new ArrayList<>();
    List<AuditRecord> records = new ArrayList<>();
    long next =
        sink.read(
            1,
            1000,
            (record, number) -> {
              records.add(record);
              numbers.add(number);
            });
    assertEquals(appended, records);
    for (int i = 0; i < numbers.size(); i++) {
      assertEquals(i + 1, numbers.get(i));
    }
    assertEquals(51, next);
  }

  @Test
  @DisplayName("AS-04 reading a range continues where the last one ended")
  void readingARangeContinues() {
    List<AuditRecord> appended = append(25);
    List<AuditRecord> read = new ArrayList<>();
    long next = 1;
    for (int i = 0; i < 10; i++) {
      next = sink.read(next, 7, (record, number) -> read.add(record));
    }
    assertEquals(appended, read);
    assertEquals(26, next);
    assertEquals(appended.subList(9, 12), read(10, 3));
  }

  @Test
  @DisplayName("AS-05 reading beyond the head gives nothing and stays where it is")
  void readingBeyondTheHeadGivesNothing() {
    append(3);
    long next = sink.read(4, 10, (record, number) -> fail("read " + record));
    assertEquals(4, next);
    append(1);
    assertEquals(1, read(next, 10).size());
  }

  @Test
  @DisplayName("AS-06 the facts of a record come back unchanged: texts, numbers, booleans")
  void theFactsOfARecordComeBackUnchanged() {
    Map<String, Object> details =
        Map.of(
            "text",
            "ü \" \\ \n 日本",
            "long",
            1L << 60,
            "double",
            0.1,
            "yes",
            true,
            "no",
            false,
            "empty",
            "");
    AuditRecord record =
        new AuditRecord(
            1_700_000_000_123L, "acme", "ada", "policy.put", "policy", "a/b:c", details);
    completed(sink.append(record));
    assertEquals(List.of(record), read(1, 1));
  }

  @Test
  @DisplayName("AS-07 appends at the same time are all kept, each thread's in its order")
  void appendsAtTheSameTimeAreAllKept() {
    long each = 200;
    List<List<Long>> numbers =
        Together.run(
            THREADS,
            thread ->
                () -> {
                  List<Long> mine = new ArrayList<>();
                  for (int i = 0; i < each; i++) {
                    mine.add(completed(sink.append(record((int) (thread * each) + i))));
                  }
                  return mine;
                });
    List<AuditRecord> all = read(1, 10_000);
    assertEquals(THREADS * each, all.size());
    assertEquals(THREADS * each, sink.head());
    for (int thread = 0; thread < THREADS; thread++) {
      for (int i = 0; i < each; i++) {
        assertEquals(
            record((int) (thread * each) + i), all.get((int) (numbers.get(thread).get(i) - 1)));
        assertTrue(i == 0 || numbers.get(thread).get(i) > numbers.get(thread).get(i - 1));
      }
    }
    assertEquals(THREADS * each, (long) new HashSet<>(all).size());
  }

  @Test
  @DisplayName("AS-08 appends whose answers are not awaited are numbered in the order of the calls")
  void appendsThatAreNotAwaitedAreInOrder() {
    List<CompletionStage<Long>> stages = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      stages.add(sink.append(record(i)));
    }
    for (int i = 0; i < stages.size(); i++) {
      assertEquals(i + 1, completed(stages.get(i)));
    }
    assertEquals(record(299), read(300, 1).get(0));
  }

  @Test
  @DisplayName("AS-09 reading from before 1, or fewer than 1 record, is a mistake of the caller")
  void readingFromBeforeOneIsAMistake() {
    assertThrows(IllegalArgumentException.class, () -> read(0, 1));
    assertThrows(IllegalArgumentException.class, () -> read(1, 0));
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

  static AuditRecord record(int number) {
    Map<String, Object> details = new HashMap<>();
    details.put("number", (long) number);
    return new AuditRecord(
        1_700_000_000_000L + number, "acme", "ada", "policy.put", "policy", "p" + number, details);
  }

  final List<AuditRecord> append(int count) {
    List<AuditRecord> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(record(i));
      completed(sink.append(record(i)));
    }
    return records;
  }

  final List<AuditRecord> read(long from, int limit) {
    List<AuditRecord> records = new ArrayList<>();
    sink.read(from, limit, (record, number) -> records.add(record));
    return records;
  }
}
