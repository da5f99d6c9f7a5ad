package beamline.router.engine.audit;

import beamline.router.spi.AuditEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends a signed checkpoint to a file now and then, and at the end. One that cannot be written is
 * due at once. Used by the writer; {@link #trouble} by anybody.
 */
final class AnchorFile {
  private static final Logger LOG = LoggerFactory.getLogger(AnchorFile.class);

  private final AuditSettings settings;
  private @Nullable AuditEntry anchored;
  private long nextMillis;
  private volatile @Nullable String trouble;

  AnchorFile(AuditSettings settings) {
    this.settings = settings;
  }

  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Anchors an entry, if it is time to. */
  void offer(@Nullable AuditEntry last, long nowMillis) {
    if (nowMillis >= nextMillis) {
      close(last, nowMillis);
      nextMillis = nowMillis + settings.checkpointInterval().toMillis();
    }
  }

  /** Anchors an entry now. */
  void close(@Nullable AuditEntry last, long nowMillis) {
    Path file = settings.anchorFile().orElse(null);
    if (file == null || last == null || last.equals(anchored)) {
      return;
    }
    try {
      append(file, settings.signer().sign(last, nowMillis).write() + "\n");
      anchored = last;
      trouble = null;
    } catch (IOException | RuntimeException e) {
      String reason = "no checkpoint was written to " + file + " (audit.anchor-file): " + e;
      if (!reason.equals(trouble)) {
        LOG.error("{}", reason);
      }
      trouble = reason;
    }
  }

  private static void append(Path file, String line) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }
}
