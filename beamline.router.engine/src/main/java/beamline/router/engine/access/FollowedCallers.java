package beamline.router.engine.access;

import beamline.router.api.AdminKeys;
import beamline.router.api.LogEvent;
import beamline.router.api.RouterException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
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
 * nothing, and is tried again at every look; of one that is removed nobody is known any more. Safe
 * for concurrent use.
 */
final class FollowedCallers implements Supplier<KnownCallers> {
  private static final Logger LOG = LoggerFactory.getLogger(FollowedCallers.class);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Path file;
  private final LongSupplier nanoTime;
  private final AtomicLong nextLook;
  private volatile KnownCallers callers;
  private volatile @Nullable String trouble;

  /** What the file was when it was read; null when what is there has not been. */
  private @Nullable State state;

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
    this.callers = CredentialsFile.read(file); // the first look reads it once more
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

  /** What is wrong with the file now; looks at it as {@link #get} does. */
  Optional<String> trouble() {
    get();
    return Optional.ofNullable(trouble);
  }

  private synchronized void follow() {
    try {
      State seen = look(); // before it is read: what comes meanwhile is another change
      if (!seen.equals(state)) {
        state = null; // until it is read: rights that are mended later change nothing of this
        callers = CredentialsFile.read(file);
        state = seen;
        LOG.atInfo()
            .addKeyValue(LogEvent.KEY, LogEvent.CREDENTIALS_READ)
            .addKeyValue("file", file)
            .log("the credentials were read again");
      }
      trouble = null;
    } catch (NoSuchFileException e) {
      callers = KnownCallers.NOBODY;
      state = null;
      troubled(AdminKeys.CREDENTIALS_FILE + " " + file + " is removed: nobody of it is known");
    } catch (IOException e) {
      state = null;
      troubled(AdminKeys.CREDENTIALS_FILE + " " + file + " cannot be looked at: " + e);
    } catch (RouterException e) {
      troubled("what was changed is not taken over: " + e.getMessage());
    }
  }

  /** The same is said once, not at every look. */
  private void troubled(String now) {
    if (!now.equals(trouble)) {
      LOG.atError()
          .addKeyValue(LogEvent.KEY, LogEvent.CREDENTIALS_UNUSABLE)
          .addKeyValue("reason", now)
          .log("the credentials were changed, which is not taken over");
    }
    trouble = now;
  }

  private State look() throws IOException {
    BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
    return new State(found.lastModifiedTime(), found.size(), String.valueOf(found.fileKey()));
  }
}
