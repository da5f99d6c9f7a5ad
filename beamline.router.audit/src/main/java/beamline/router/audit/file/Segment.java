package beamline.router.audit.file;

import beamline.router.api.admin.AuditEntry;
import beamline.router.audit.AuditBody;
import beamline.router.audit.AuditLine;
import beamline.router.audit.SegmentLog;
import beamline.router.audit.StoredEntry;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** A file of a chain, seen from its end. */
final class Segment {
  private static final Logger LOG = System.getLogger(Segment.class.getName());
  private static final int BLOCK = 1 << 12;

  /**
   * Where a file is good to.
   *
   * @param bytes the length up to the end of its last whole line
   * @param last the entry on that line
   */
  record End(long bytes, Optional<AuditEntry> last) {}

  private Segment() {}

  /** The last entry. */
  static Optional<AuditEntry> last(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return end(file, channel).last();
    }
  }

  /**
   * Where the whole lines end: what is after the last line feed was torn.
   *
   * @throws IOException also when the last whole line is no entry. No killed writer leaves such a
   *     one: somebody edited it, and it is for people to judge
   */
  static End end(Path file, FileChannel channel) throws IOException {
    long end = lineBefore(channel, channel.size());
    if (end == 0) {
      return new End(0, Optional.empty());
    }
    long begin = lineBefore(channel, end - 1);
    Optional<AuditEntry> entry = AuditLine.read(text(channel, begin, end - 1));
    if (entry.isEmpty()) {
      throw new IOException(
          file
              + ":"
              + (linesBefore(channel, begin) + 1)
              + " is a whole line and no entry: it was edited; nothing is appended after it");
    }
    return new End(end, entry);
  }

  /** Puts aside what follows the last whole line, and cuts it off. */
  static void cut(Path file, FileChannel channel, long end) throws IOException {
    long size = channel.size();
    Path aside = file.resolveSibling(file.getFileName() + ".torn-" + end);
    try (FileChannel copy =
        FileChannel.open(
            aside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      long from = end;
      while (from < size) {
        from += channel.transferTo(from, size - from, copy);
      }
      copy.force(true);
    }
    channel.truncate(end);
    channel.force(true);
    LOG.log(
        Level.WARNING,
        "audit log {0} ended with {1} bytes of a record that was never completed: they are in {2}",
        file,
        size - end,
        aside.getFileName());
  }

  /** Whether an entry lies in one of these files, as it is. */
  static boolean holds(List<Path> segments, AuditEntry entry) throws IOException {
    try (SegmentLog log = new SegmentLog(segments)) {
      for (StoredEntry stored = log.next(); stored != null; stored = log.next()) {
        if (entry.equals(stored.entry())) {
          return true;
        }
      }
      return false;
    }
  }

  /** Whether an entry was made before a time; one whose text is no record was not. */
  static boolean isBefore(AuditEntry entry, long epochMillis) {
    try {
      return AuditBody.read(entry.body()).epochMillis() < epochMillis;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The position after the last line feed before a position; 0 when there is none. */
  private static long lineBefore(FileChannel channel, long position) throws IOException {
    long from = position;
    while (from > 0) {
      int length = (int) Math.min(BLOCK, from);
      byte[] block = bytes(channel, from - length, length);
      for (int i = length - 1; i >= 0; i--) {
        if (block[i] == '\n') {
          return from - length + i + 1;
        }
      }
      from -= length;
    }
    return 0;
  }

  private static long linesBefore(FileChannel channel, long position) throws IOException {
    long lines = 0;
    for (long from = 0; from < position; from += BLOCK) {
      for (byte next : bytes(channel, from, (int) Math.min(BLOCK, position - from))) {
        lines += next == '\n' ? 1 : 0;
      }
    }
    return lines;
  }

  private static String text(FileChannel channel, long begin, long end) throws IOException {
    return new String(bytes(channel, begin, Math.toIntExact(end - begin)), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(FileChannel channel, long position, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining() && channel.read(buffer, position + buffer.position()) >= 0) {
      // reads on
    }
    return buffer.array();
  }
}
