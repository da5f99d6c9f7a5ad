package beamline.router.audit.file;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import beamline.router.audit.AuditFolder;
import beamline.router.audit.SegmentLog;
import beamline.router.audit.StoredEntry;
import beamline.router.spi.AuditSink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Chains in files that are only ever appended to. An append is one write and one {@code fsync},
 * however many entries it has. Safe for concurrent use; one process writes a chain.
 */
final class FileAuditSink implements AuditSink {
  private final AuditFolder folder;
  private final long segmentBytes;
  private final Map<String, ChainFile> writers = new ConcurrentHashMap<>();

  FileAuditSink(Path directory, long segmentBytes) {
    this.folder = new AuditFolder(directory);
    this.segmentBytes = segmentBytes;
  }

  @Override
  public void append(List<AuditEntry> entries) {
    if (!entries.isEmpty()) {
      String chain = entries.get(0).chain();
      attempt(
          "written",
          chain,
          () -> {
            writer(chain).append(entries);
            return true;
          });
    }
  }

  @Override
  public Optional<AuditEntry> last(String chain) {
    return attempt(
        "read",
        chain,
        () -> {
          List<Path> segments = folder.segments(chain);
          for (int i = segments.size() - 1; i >= 0; i--) {
            Optional<AuditEntry> last = Segment.last(segments.get(i));
            if (last.isPresent()) {
              return last;
            }
          }
          return Optional.<AuditEntry>empty();
        });
  }

  @Override
  public long read(String chain, long fromIndex, int limit, Consumer<AuditEntry> reader) {
    if (fromIndex < 1 || limit < 1) {
      throw new IllegalArgumentException(
          "fromIndex and limit are " + fromIndex + " and " + limit + ", must be 1 or more");
    }
    return attempt(
        "read",
        chain,
        () -> {
          long next = fromIndex;
          int read = 0;
          try (SegmentLog log = new SegmentLog(from(folder.segments(chain), fromIndex))) {
            for (StoredEntry stored = log.next();
                stored != null && read < limit;
                stored = log.next()) {
              AuditEntry entry = stored.entry();
              if (entry != null && entry.index() >= next) {
                reader.accept(entry);
                next = entry.index() + 1;
                read++;
              }
            }
          }
          return next;
        });
  }

  /** Without the segments that end before an index. */
  private static List<Path> from(List<Path> segments, long index) {
    int begin = 0;
    while (begin + 1 < segments.size()
        && AuditFolder.firstIndex(segments.get(begin + 1)) <= index) {
      begin++;
    }
    return segments.subList(begin, segments.size());
  }

  @Override
  public List<String> chains() {
    return attempt("read", "", folder::chains);
  }

  @Override
  public boolean durable() {
    return true;
  }

  @Override
  public Optional<AuditEntry> expired(String chain, long beforeEpochMillis) {
    return attempt(
        "read",
        chain,
        () -> {
          Optional<AuditEntry> newest = last(chain);
          Optional<AuditEntry> expired = Optional.empty();
          for (Path segment : folder.segments(chain)) {
            Optional<AuditEntry> end = Segment.last(segment);
            if (end.isEmpty()
                || end.equals(newest)
                || !Segment.isBefore(end.get(), beforeEpochMillis)) {
              break;
            }
            expired = end;
          }
          return expired;
        });
  }

  @Override
  public void remove(String chain, long toIndex) {
    attempt(
        "removed",
        chain,
        () -> {
          List<Path> segments = folder.segments(chain);
          for (int i = 0; i + 1 < segments.size(); i++) {
            if (AuditFolder.firstIndex(segments.get(i + 1)) <= toIndex + 1) {
              Files.deleteIfExists(segments.get(i));
            }
          }
          return true;
        });
  }

  @Override
  public void close() {
    writers.values().forEach(ChainFile::close);
    writers.clear();
  }

  private ChainFile writer(String chain) {
    return writers.computeIfAbsent(chain, name -> new ChainFile(folder, name, segmentBytes));
  }

  private interface Work<T> {
    T run() throws IOException;
  }

  private <T> T attempt(String what, String chain, Work<T> work) {
    try {
      return work.run();
    } catch (IOException e) {
      throw new RouterException(
          ErrorCode.SERVICE_DOWN,
          "audit log " + folder.chain(chain) + " cannot be " + what + ": " + e,
          e);
    }
  }
}
