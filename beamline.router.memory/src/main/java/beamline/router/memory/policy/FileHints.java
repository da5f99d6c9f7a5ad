package beamline.router.memory.policy;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the operating system says about changes in directories. Only a hint to look at once: where
 * it says nothing, as on network file systems, the regular look finds the change a moment later.
 */
final class FileHints implements Closeable {
  private final @Nullable WatchService service;
  private final Map<Path, WatchKey> keys = new HashMap<>();

  FileHints(Path root) {
    this.service = open(root);
  }

  private static @Nullable WatchService open(Path root) {
    try {
      return root.getFileSystem().newWatchService();
    } catch (IOException | UnsupportedOperationException e) {
      return null;
    }
  }

  /** Listens to these directories and no others. */
  void listenTo(Collection<Path> directories) {
    WatchService open = service;
    if (open == null) {
      return;
    }
    keys.values().removeIf(key -> !key.isValid());
    for (Path directory : directories) {
      if (!keys.containsKey(directory)) {
        listenTo(directory, open);
      }
    }
  }

  private void listenTo(Path directory, WatchService open) {
    try {
      keys.put(
          directory,
          directory.register(
              open,
              StandardWatchEventKinds.ENTRY_CREATE,
              StandardWatchEventKinds.ENTRY_MODIFY,
              StandardWatchEventKinds.ENTRY_DELETE));
    } catch (IOException | ClosedWatchServiceException e) {
      // It went away, or the system has no more watches: the regular look must do.
    }
  }

  /** Whether anything was said since this was last asked. Does not wait. */
  boolean any() {
    boolean any = false;
    try {
      WatchKey key;
      while (service != null && (key = service.poll()) != null) {
        any = true;
        key.pollEvents();
        key.reset();
      }
    } catch (ClosedWatchServiceException e) {
      return false;
    }
    return any;
  }

  @Override
  public void close() {
    if (service != null) {
      try {
        service.close();
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }
}
