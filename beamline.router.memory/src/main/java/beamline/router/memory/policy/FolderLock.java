package beamline.router.memory.policy;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One store at a time gives revisions in a directory, of all stores in all processes: who holds the
 * lock on the file {@code .lock}. Where that cannot be locked, such as on some network mounts, it
 * goes without.
 */
final class FolderLock {
  private static final Logger LOG = System.getLogger(FolderLock.class.getName());
  private static final long WAIT_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** A process has a file lock as a whole, and loses it when any of its stores closes the file. */
  private static final Map<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

  private final Path root;
  private final Path file;
  private final boolean used;
  private final ReentrantLock here;
  private boolean complained;

  /** What is done alone. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws IOException;
  }

  /** A lock on a directory under its real path. */
  FolderLock(Path root) {
    this.root = root;
    this.file = root.resolve(".lock");
    this.used = Files.isWritable(root);
    this.here = HERE.computeIfAbsent(root, path -> new ReentrantLock());
  }

  /** Does something while no other store does; fails if another one takes too long. */
  <T> T alone(Work<T> work) throws IOException {
    if (!used || here.isHeldByCurrentThread()) {
      return work.run();
    }
    long end = System.nanoTime() + WAIT_NANOS;
    if (!waited()) {
      throw tooLong();
    }
    try (FileChannel channel = open()) {
      if (channel != null) {
        take(channel, end);
      }
      return work.run();
    } finally {
      here.unlock();
    }
  }

  private boolean waited() throws IOException {
    try {
      return here.tryLock(WAIT_NANOS, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while another store writes in " + root, e);
    }
  }

  private @Nullable FileChannel open() {
    try {
      return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (IOException e) {
      complain(e);
      return null;
    }
  }

  /** Closing the channel ends the lock. */
  private void take(FileChannel channel, long end) throws IOException {
    while (!taken(channel)) {
      if (System.nanoTime() - end > 0) {
        throw tooLong();
      }
      LockSupport.parkNanos(AGAIN_NANOS);
    }
  }

  private boolean taken(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // this process has it by other means
    } catch (IOException e) {
      complain(e);
      return true;
    }
  }

  private void complain(IOException e) {
    if (!complained && Files.isDirectory(root)) {
      complained = true;
      LOG.log(Level.WARNING, "{0} cannot be locked, one process should write there: {1}", file, e);
    }
  }

  private IOException tooLong() {
    return new IOException(
        file + " is held by another process for more than " + WAIT_NANOS / 1_000_000_000 + " s");
  }
}
