package beamline.router.memory.policy;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One store at a time gives revisions in a directory, of all stores in all processes: who holds the
 * lock on the file {@code .lock}. Where that cannot be locked, such as on some network mounts, it
 * goes without.
 *
 * <p>A process loses a lock as soon as it closes the file anywhere, so that a store keeps it open
 * for as long as it lives. Used by one thread at a time: everything here happens under the lock of
 * the store's table.
 */
final class FolderLock implements AutoCloseable {
  private static final Logger LOG = System.getLogger(FolderLock.class.getName());
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  private final Path root;
  private final Path file;
  private final boolean used;
  private @Nullable FileChannel channel;

  /** What tells the file that is open from one that took its place. */
  private @Nullable Object fileKey;

  private boolean held;
  private boolean complained;

  /** What is done alone. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * A lock on a directory under its real path.
   *
   * @param used whether anything is written there
   */
  FolderLock(Path root, boolean used) {
    this.root = root;
    this.file = root.resolve(".lock");
    this.used = used;
  }

  /** Does something while no other store does; fails if another one takes too long. */
  <T> T alone(Work<T> work) throws IOException {
    if (!used || held) {
      return work.run();
    }
    try (FileLock lock = take()) {
      held = lock != null;
      return work.run();
    } finally {
      held = false;
    }
  }

  /** The lock; null where there are none. */
  private @Nullable FileLock take() throws IOException {
    long start = System.nanoTime();
    while (System.nanoTime() - start < WAIT_NANOS) {
      try {
        FileLock lock = open().tryLock();
        if (lock != null) {
          return lock;
        }
      } catch (OverlappingFileLockException e) {
        // another store of this process has it
      } catch (IOException e) {
        complain(e);
        return null;
      }
      LockSupport.parkNanos(AGAIN_NANOS);
    }
    throw new IOException(
        file + " is held by another store for more than " + WAIT_NANOS / 1_000_000_000 + " s");
  }

  private FileChannel open() throws IOException {
    FileChannel open = channel;
    if (open != null && Files.exists(file) && Objects.equals(key(), fileKey)) {
      return open;
    }
    close();
    open = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel = open;
    fileKey = key();
    return open;
  }

  private @Nullable Object key() throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
  }

  private void complain(IOException e) {
    if (!complained && Files.isDirectory(root)) {
      complained = true;
      LOG.log(Level.WARNING, "{0} cannot be locked, one process should write there: {1}", file, e);
    }
  }

  @Override
  public void close() {
    FileChannel open = channel;
    channel = null;
    if (open == null) {
      return;
    }
    try {
      open.close();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "{0} was not closed: {1}", file, e);
    }
  }
}
