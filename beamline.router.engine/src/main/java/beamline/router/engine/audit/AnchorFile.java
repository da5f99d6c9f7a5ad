package beamline.router.engine.audit;

import beamline.router.api.LogEvent;
import beamline.router.api.admin.AuditEntry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends a signed checkpoint to a file now and then, and at the end. One that cannot be written is
 * due again soon. The clock may be set: what is due is told by the time that passes. Used by the
 * writer; {@link #trouble} by anybody.
 */
final class AnchorFile {
  private static final Logger LOG = LoggerFactory.getLogger(AnchorFile.class);
  private static final long AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final AuditSettings settings;
  private @Nullable AuditEntry anchored;
  private long due = System.nanoTime();
  private volatile @Nullable String trouble;

  AnchorFile(AuditSettings settings) {
    this.settings = settings;
  }

  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Anchors an entry, if it is time to. */
  void offer(@Nullable AuditEntry last, long nowMillis) {
    if (System.nanoTime() - due >= 0) {
      close(last, nowMillis);
    }
  }

  /** Anchors an entry now, unless it is anchored. */
  void close(@Nullable AuditEntry last, long nowMillis) {
    Path file = settings.anchorFile().orElse(null);
    if (file == null || last == null || last.equals(anchored)) {
      return;
    }
    try {
      append(file, settings.signer().sign(last, nowMillis).write() + "\n");
      anchored = last;
      trouble = null;
      due = System.nanoTime() + settings.checkpointInterval().toNanos();
    } catch (IOException | RuntimeException e) {
      String reason = "no checkpoint was written to " + file + " (audit.anchor-file): " + e;
      if (!reason.equals(trouble)) {
        LOG.atError()
            .addKeyValue(LogEvent.KEY, LogEvent.AUDIT_CHECKPOINT_FAILED)
            .addKeyValue("reason", reason)
            .log("no checkpoint was written");
      }
      trouble = reason;
      due = System.nanoTime() + AGAIN_NANOS;
    }
  }

  /** On a line of its own, also after one that ends in the middle. */
  private static void append(Path file, String checkpoint) throws IOException {
    String line = endsInALine(file) ? checkpoint : "\n" + checkpoint;
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

  private static boolean endsInALine(Path file) throws IOException {
    if (!Files.exists(file)) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer last = ByteBuffer.allocate(1);
      return channel.size() == 0
          || (channel.read(last, channel.size() - 1) == 1 && last.get(0) == '\n');
    }
  }
}
