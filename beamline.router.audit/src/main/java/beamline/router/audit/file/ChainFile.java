package beamline.router.audit.file;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.admin.AuditEntry;
import beamline.router.audit.AuditFolder;
import beamline.router.audit.AuditLine;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Writes one chain. Opens it with the first append: takes its lock, and cuts off what a killed
 * writer left of a last line, which it puts aside. A whole line that is no entry was not left by a
 * killed writer: it stays, and nothing is appended after it. After a failed write it opens the file
 * again, so that nothing half-written stays.
 */
final class ChainFile implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ChainFile.class.getName());

  private static final int USUAL_LINE = 768;

  private final ReentrantLock lock = new ReentrantLock();
  private final ChainLock taken = new ChainLock();
  private final AuditFolder folder;
  private final String chain;
  private final long segmentBytes;
  private @Nullable FileChannel segment;
  private @Nullable AuditEntry last;

  ChainFile(AuditFolder folder, String chain, long segmentBytes) {
    this.folder = folder;
    this.chain = chain;
    this.segmentBytes = segmentBytes;
  }

  void append(List<AuditEntry> entries) throws IOException {
    lock.lock();
    try {
      FileChannel open = open(entries.get(0).index());
      StringBuilder lines = new StringBuilder(entries.size() * USUAL_LINE);
      AuditEntry end = last;
      for (AuditEntry entry : entries) {
        if (end != null && entry.index() <= end.index() && isStored(entry)) {
          continue;
        }
        if (!entry.follows(end)) {
          throw notNext(entry, end == null ? 0 : end.index());
        }
        AuditLine.append(lines, entry);
        lines.append('\n');
        end = entry;
      }
      write(open, lines.toString().getBytes(StandardCharsets.UTF_8));
      last = end;
    } finally {
      lock.unlock();
    }
  }

  private void write(FileChannel open, byte[] lines) throws IOException {
    boolean complete = false;
    try {
      ByteBuffer bytes = ByteBuffer.wrap(lines);
      while (bytes.hasRemaining()) {
        open.write(bytes);
      }
      open.force(false);
      complete = true;
    } finally {
      if (!complete) {
        closeSegment();
      }
    }
  }

  /** The file to append to, at its end; another one than before when that is large enough. */
  private FileChannel open(long nextIndex) throws IOException {
    FileChannel open = segment;
    if (open == null) {
      taken.take(folder.chain(chain));
      open = recover(nextIndex);
    } else if (open.position() >= segmentBytes && last != null) {
      closeSegment();
      open = begin(last.index() + 1);
    }
    segment = open;
    return open;
  }

  private FileChannel recover(long nextIndex) throws IOException {
    List<Path> segments = folder.segments(chain);
    last = null;
    for (int i = segments.size() - 1; i >= 0; i--) {
      Path file = segments.get(i);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
      boolean goesOn = false;
      try {
        Segment.End end = Segment.end(file, channel);
        if (channel.size() > end.bytes()) {
          Segment.cut(file, channel, end.bytes());
        }
        if (end.last().isPresent() || i == 0) {
          last = end.last().orElse(null);
          channel.position(end.bytes());
          goesOn = true;
          return channel;
        }
      } finally {
        if (!goesOn) {
          channel.close();
        }
      }
      // began, and nothing was written: the one before goes on
      Files.delete(file);
    }
    return begin(nextIndex);
  }

  private FileChannel begin(long firstIndex) throws IOException {
    FileChannel begun =
        FileChannel.open(
            folder.segment(chain, firstIndex),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    syncFolder();
    return begun;
  }

  /** So that the name of a new file survives, too; not every platform can. */
  private void syncFolder() {
    try (FileChannel directory = FileChannel.open(folder.chain(chain), StandardOpenOption.READ)) {
      directory.force(true);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "{0} cannot be synchronised: {1}", folder.chain(chain), e);
    }
  }

  private boolean isStored(AuditEntry entry) throws IOException {
    List<Path> segments = folder.segments(chain);
    return entry.index() < AuditFolder.firstIndex(segments.get(0))
        || Segment.holds(segments, entry);
  }

  private RouterException notNext(AuditEntry entry, long end) {
    return new RouterException(
        ErrorCode.INVALID_REQUEST,
        "audit chain "
            + chain
            + " ends with "
            + end
            + ", which entry "
            + entry.index()
            + " does not follow: somebody else writes this chain");
  }

  private void closeSegment() {
    FileChannel open = segment;
    segment = null;
    try {
      if (open != null) {
        open.close();
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "{0} was not closed: {1}", folder.chain(chain), e);
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closeSegment();
      taken.close();
    } finally {
      lock.unlock();
    }
  }
}
