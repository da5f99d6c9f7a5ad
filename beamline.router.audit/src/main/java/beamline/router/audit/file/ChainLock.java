package beamline.router.audit.file;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * That one process writes a chain: a lock on a file in its folder, which ends with the process. Not
 * safe for concurrent use.
 */
final class ChainLock implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ChainLock.class.getName());

  private @Nullable FileChannel held;

  /**
   * Takes it, unless it is held already. Makes the folder when it is not there.
   *
   * @throws IOException when somebody else has it
   */
  void take(Path folder) throws IOException {
    if (held != null) {
      return;
    }
    Files.createDirectories(folder);
    Path file = folder.resolve(".lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock taken = null;
    try {
      taken = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // another sink of this process has it
    } finally {
      if (taken == null) {
        channel.close();
      }
    }
    if (taken == null) {
      throw new IOException(file + " is locked: somebody else writes this chain");
    }
    held = channel;
  }

  @Override
  public void close() {
    FileChannel channel = held;
    held = null;
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the lock of a chain was not given back: {0}", String.valueOf(e));
    }
  }
}
