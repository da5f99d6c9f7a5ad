package beamline.router.postgres.database;

import beamline.router.api.ErrorCode;
import beamline.router.api.LogEvent;
import beamline.router.api.RouterException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells changes: a thread that reads what has a higher number than what it read last. Notifications
 * only wake it, so that one that is lost costs time and no change. When the connection breaks it
 * takes another and goes on where it was.
 *
 * @param <C> a change
 */
public final class ChangeFollower<C> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeFollower.class);
  private static final Duration SAFETY = Duration.ofSeconds(1);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Database database;
  private final ChangeLog<C> log;
  private final DatabaseSettings settings;
  private final Watchers<C> watchers;
  private final ReentrantLock starting = new ReentrantLock();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable Thread thread;
  private volatile @Nullable Session session;
  private volatile @Nullable String trouble;

  /** The number of the last change that was told, or that was there before anybody watched. */
  private long position;

  /** A follower of this log, which does nothing before somebody watches. */
  public ChangeFollower(Database database, ChangeLog<C> log, DatabaseSettings settings) {
    this.database = database;
    this.log = log;
    this.watchers = new Watchers<>(log.name());
    this.settings = settings;
  }

  /**
   * Tells a listener, until what is returned was run. If the database is away, the first watch
   * begins with all that it holds once it is back.
   */
  public Runnable watch(Consumer<C> listener) {
    starting.lock();
    try {
      if (thread != null) {
        return watchers.add(listener);
      }
      position = start();
      Runnable watch = watchers.add(listener);
      Thread follower = new Thread(this::run, "beamline-router-postgres-" + log.name());
      follower.setDaemon(true);
      thread = follower;
      follower.start();
      return watch;
    } finally {
      starting.unlock();
    }
  }

  /** Why changes are not followed; empty while they are. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  @Override
  public void close() {
    closed.countDown();
    Session current = session;
    if (current != null) {
      current.abort();
    }
    Thread follower = thread;
    if (follower != null && follower != Thread.currentThread()) {
      try {
        follower.join(PATIENCE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private long start() {
    try {
      return database.transaction(log::lastChange);
    } catch (RouterException e) {
      if (e.code() != ErrorCode.SERVICE_DOWN) {
        throw e;
      }
      failed(e);
      return 0;
    }
  }

  private void run() {
    Duration pause = FIRST_PAUSE;
    while (!isClosed()) {
      try (Session current = database.session()) {
        session = current;
        Optional<Notifications> notifications =
            settings.listen() ? current.listen("beamline_" + log.name()) : Optional.empty();
        refuseToSkip(current);
        tellChanges(current);
        followed();
        pause = FIRST_PAUSE;
        while (!isClosed()) {
          await(notifications);
          tellChanges(current);
        }
      } catch (SQLException e) {
        failed(database.failure(e));
      } catch (RuntimeException e) {
        failed(e);
      } finally {
        session = null;
      }
      await(pause);
      pause = Collections.min(List.of(pause.multipliedBy(2), LONGEST_PAUSE));
    }
  }

  /** In a database that was restored from a backup changes count from an earlier number on. */
  private void refuseToSkip(Session current) throws SQLException {
    long last = log.lastChange(current);
    if (last < position) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.STORE_READ_ANEW)
          .addKeyValue("store", log.name())
          .addKeyValue("change", last)
          .addKeyValue("seen", position)
          .log("the database is at an earlier change than was seen; all is told anew");
      position = 0;
    }
  }

  private void tellChanges(Session current) throws SQLException {
    List<ChangeLog.Numbered<C>> changes;
    do {
      changes = log.changesAfter(current, position);
      for (ChangeLog.Numbered<C> numbered : changes) {
        if (isClosed()) {
          return;
        }
        watchers.tell(numbered.change());
        position = numbered.number();
      }
    } while (changes.size() == ChangeLog.BATCH);
  }

  private void followed() {
    if (trouble != null) {
      trouble = null;
      LOG.atInfo()
          .addKeyValue(LogEvent.KEY, LogEvent.STORE_READABLE)
          .addKeyValue("store", log.name())
          .log("a store is followed again");
    }
  }

  private void failed(RuntimeException e) {
    if (isClosed()) {
      return;
    }
    String reason = String.valueOf(e.getMessage());
    if (trouble == null) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.STORE_UNREADABLE)
          .addKeyValue("store", log.name())
          .addKeyValue("reason", reason)
          .log("a store is not followed, what was read stays in force");
    }
    trouble = reason;
  }

  private void await(Optional<Notifications> notifications) throws SQLException {
    if (notifications.isPresent()) {
      notifications.get().await(SAFETY);
    } else {
      await(settings.pollInterval());
    }
  }

  private void await(Duration pause) {
    try {
      closed.await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      closed.countDown(); // nobody else knows this thread, so that it is to end
    }
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }
}
