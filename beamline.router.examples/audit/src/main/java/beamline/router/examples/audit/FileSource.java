package beamline.router.examples.audit;

import beamline.router.audit.AuditFolder;
import beamline.router.audit.AuditLog;
import beamline.router.audit.SegmentLog;
import beamline.router.audit.StoredEntry;
import beamline.router.examples.command.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A folder of chains as the sink {@code file} keeps them, or one file of one chain. */
final class FileSource implements Source {
  private final Path path;

  FileSource(Path path) throws UsageException {
    if (!Files.exists(path)) {
      throw new UsageException("'" + path + "' does not exist");
    }
    this.path = path;
  }

  @Override
  public List<String> chains() throws IOException {
    return Files.isDirectory(path) ? new AuditFolder(path).chains() : List.of(chainOfFile());
  }

  /** A file says itself which chain it has. */
  private String chainOfFile() throws IOException {
    try (SegmentLog log = new SegmentLog(List.of(path))) {
      for (StoredEntry stored = log.next(); stored != null; stored = log.next()) {
        if (stored.entry() != null) {
          return stored.entry().chain();
        }
      }
      throw new IOException("'" + path + "' has no entry of an audit log");
    }
  }

  @Override
  public AuditLog open(String chain, long fromIndex) throws IOException {
    List<Path> files =
        Files.isDirectory(path) ? new AuditFolder(path).segments(chain) : List.of(path);
    return from(new SegmentLog(files), fromIndex);
  }

  private static AuditLog from(AuditLog log, long index) {
    return index == 1
        ? log
        : new AuditLog() {
          @Override
          public @Nullable StoredEntry next() throws IOException {
            StoredEntry stored = log.next();
            while (stored != null && stored.entry() != null && stored.entry().index() < index) {
              stored = log.next();
            }
            return stored;
          }

          @Override
          public void close() throws IOException {
            log.close();
          }
        };
  }
}
