package beamline.router.testkit;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import beamline.router.spi.AuditSink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Keeps every entry for a test to look at. Can be told to fail. Safe for concurrent use. */
public final class RecordingAuditSink implements AuditSink {
  private final List<AuditEntry> entries = new ArrayList<>();
  private RuntimeException failure = new IllegalStateException();
  private boolean failing;

  /** An empty sink. */
  public RecordingAuditSink() {}

  /** From now on every append fails like this. */
  public synchronized void failWith(RuntimeException newFailure) {
    failure = newFailure;
    failing = true;
  }

  /** From now on appends succeed again. */
  public synchronized void recover() {
    failing = false;
  }

  /** All entries so far, oldest first. */
  public synchronized List<AuditEntry> entries() {
    return List.copyOf(entries);
  }

  @Override
  public synchronized void append(List<AuditEntry> added) {
    if (failing) {
      throw failure;
    }
    for (AuditEntry entry : added) {
      if (!entries.contains(entry)) {
        if (!entry.follows(last(entry.chain()).orElse(null))) {
          throw new RouterException(
              ErrorCode.INVALID_REQUEST,
              "entry " + entry.index() + " is not the next of audit chain " + entry.chain());
        }
        entries.add(entry);
      }
    }
  }

  @Override
  public Optional<AuditEntry> last(String chain) {
    return of(chain).reduce((former, latter) -> latter);
  }

  @Override
  public long read(String chain, long fromIndex, int limit, Consumer<AuditEntry> reader) {
    if (fromIndex < 1 || limit < 1) {
      throw new IllegalArgumentException(
          "fromIndex and limit are " + fromIndex + " and " + limit + ", must be 1 or more");
    }
    List<AuditEntry> found =
        of(chain).filter(entry -> entry.index() >= fromIndex).limit(limit).toList();
    found.forEach(reader);
    return found.isEmpty() ? fromIndex : found.get(found.size() - 1).index() + 1;
  }

  @Override
  public List<String> chains() {
    return entries().stream().map(AuditEntry::chain).distinct().sorted().toList();
  }

  @Override
  public boolean durable() {
    return false;
  }

  private Stream<AuditEntry> of(String chain) {
    return entries().stream().filter(entry -> entry.chain().equals(chain));
  }
}
