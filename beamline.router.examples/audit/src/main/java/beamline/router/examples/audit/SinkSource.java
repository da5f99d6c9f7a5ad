package beamline.router.examples.audit;

import beamline.router.api.admin.AuditEntry;
import beamline.router.audit.AuditLog;
import beamline.router.audit.StoredEntry;
import beamline.router.spi.AuditSink;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** The chains of an audit sink, read a page at a time. */
final class SinkSource implements Source {
  private static final int PAGE = 1000;

  private final AuditSink sink;
  private final Runnable whenClosed;

  SinkSource(AuditSink sink, Runnable whenClosed) {
    this.sink = sink;
    this.whenClosed = whenClosed;
  }

  @Override
  public List<String> chains() {
    return sink.chains();
  }

  @Override
  public AuditLog open(String chain, long fromIndex) {
    return new AuditLog() {
      private final Queue<AuditEntry> page = new ArrayDeque<>();
      private long next = fromIndex;
      private boolean broken;

      @Override
      public @Nullable StoredEntry next() {
        if (page.isEmpty() && !broken) {
          try {
            next = sink.read(chain, next, PAGE, page::add);
          } catch (IllegalArgumentException e) {
            // what lies there has not the form of an entry; nothing after it can be read
            broken = true;
            page.clear();
            return new StoredEntry(
                chain + " after " + (next - 1) + ": " + e.getMessage(), null, false);
          }
        }
        AuditEntry entry = page.poll();
        return entry == null ? null : new StoredEntry(chain + " " + entry.index(), entry, false);
      }
    };
  }

  @Override
  public void close() {
    sink.close();
    whenClosed.run();
  }
}
