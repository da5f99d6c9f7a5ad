package beamline.router.engine.access;

import beamline.router.api.AdminKeys;
import beamline.router.api.RouterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Those whom a credentials file names, as it is now: who asks looks at the file, once a second at
 * most, and reads it again when it was changed. A file that cannot be used any more changes
 * nothing. Safe for concurrent use.
 */
final class FollowedCallers implements Supplier<KnownCallers> {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedCallers.class);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path file;
  private final LongSupplier nanoTime;
  private final AtomicLong nextLook;
  private volatile @Nullable State state;
  private volatile KnownCallers callers;

  /** What changes when somebody writes a file or puts another one in its place. */
  private record State(FileTime modified, long size, String key) {}

  /**
   * Reads the file.
   *
   * @throws RouterException when it cannot be used
   */
  FollowedCallers(Path file, LongSupplier nanoTime) {
    this.file = file;
    this.nanoTime = nanoTime;
    this.state = look();
    this.callers = CredentialsFile.read(file);
    this.nextLook = new AtomicLong(nanoTime.getAsLong() + PAUSE_NANOS);
  }

  @Override
  public KnownCallers get() {
    long now = nanoTime.getAsLong();
    long due = nextLook.get();
    if (now - due >= 0 && nextLook.compareAndSet(due, now + PAUSE_NANOS)) {
      follow();
    }
    return callers;
  }

  private void follow() {
    State seen = look();
    if (seen == null || seen.equals(state)) {
      return;
    }
    state = seen; // before it is read: what comes meanwhile is another change
    try {
      callers = CredentialsFile.read(file);
      LOG.info("{} {} was read again", AdminKeys.CREDENTIALS_FILE, file);
    } catch (RouterException e) {
      LOG.error("what was changed is not taken over: {}", e.getMessage());
    }
  }

  /** Null while it is not there, as between two files. */
  private @Nullable State look() {
    try {
      BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
      return new State(found.lastModifiedTime(), found.size(), String.valueOf(found.fileKey()));
    } catch (IOException e) {
      return null;
    }
  }
}
