package beamline.router.audit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A chain in one file or in several, one after another: an entry per line. */
public final class SegmentLog implements AuditLog {
  private final Iterator<Path> segments;
  private @Nullable Path segment;
  private @Nullable InputStream bytes;
  private long line;

  /** Reads these files in this order. */
  public SegmentLog(List<Path> segments) {
    this.segments = List.copyOf(segments).iterator();
  }

  @Override
  public @Nullable StoredEntry next() throws IOException {
    while (true) {
      InputStream open = bytes;
      if (open == null) {
        if (!segments.hasNext()) {
          return null;
        }
        segment = segments.next();
        open = new BufferedInputStream(Files.newInputStream(segment), 1 << 16);
        bytes = open;
        line = 0;
      }
      StoredEntry stored = line(open);
      if (stored != null) {
        return stored;
      }
      close();
    }
  }

  private @Nullable StoredEntry line(InputStream open) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream(512);
    int next = open.read();
    if (next < 0) {
      return null;
    }
    while (next >= 0 && next != '\n') {
      read.write(next);
      next = open.read();
    }
    line++;
    String place = place() + ":" + line;
    if (next < 0) {
      return new StoredEntry(place, null, true);
    }
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(read.toByteArray()))
              .toString();
      return new StoredEntry(place, AuditLine.read(text).orElse(null), false);
    } catch (CharacterCodingException e) {
      return new StoredEntry(place, null, false);
    }
  }

  private String place() {
    Path file = segment;
    if (file == null) {
      return "";
    }
    Path folder = file.toAbsolutePath().getParent();
    return folder == null || folder.getFileName() == null
        ? file.toString()
        : folder.getFileName() + "/" + file.getFileName();
  }

  @Override
  public void close() throws IOException {
    InputStream open = bytes;
    bytes = null;
    if (open != null) {
      open.close();
    }
  }
}
