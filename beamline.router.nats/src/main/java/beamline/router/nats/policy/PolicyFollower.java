package beamline.router.nats.policy;

import beamline.router.api.LogEvent;
import beamline.router.api.RouterException;
import beamline.router.nats.bucket.Bucket;
import beamline.router.nats.transport.Drainable;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.api.MessageInfo;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the bucket along and tells what changes. After an outage it reads on after what it had
 * read; a bucket that does not hold this log any more it reads anew, and tells what is different.
 */
final class PolicyFollower implements Drainable {
  private static final Logger LOG = LoggerFactory.getLogger(PolicyFollower.class);
  private static final int NOT_FOUND = 404;

  /** Told for good: lower revisions are no news to whoever knows higher ones. */
  private static final String ANOTHER =
      "it was made anew or brought back from a backup, and numbers its revisions anew: what was in"
          + " force stays in force; restart to take over what it holds";

  private static final int MAX_COMPLAINTS = 100;

  private final Bucket bucket;
  private final Duration timeout;
  private final PolicyWatchers watchers;
  private final Condition condition;
  private final ReentrantLock lock = new ReentrantLock();

  // Everything below is read and written under the lock.
  private final ToldPolicies told = new ToldPolicies();
  private final BucketLog log = new BucketLog();
  private final Set<String> complained = new HashSet<>();
  private final LogReading reading;

  /** Up to here nobody has to be told of what is there. */
  private long quiet;

  /** What has to be read to be current, and what had been read when that was looked up. */
  private long expected;

  private long readThen;
  private boolean closed;

  PolicyFollower(Bucket bucket, Duration timeout, PolicyWatchers watchers, Condition condition) {
    this.bucket = bucket;
    this.timeout = timeout;
    this.watchers = watchers;
    this.condition = condition;
    this.reading = new LogReading(bucket, this::handle);
  }

  /**
   * Begins with what comes from now on. Where it does not come to this, all that is there is told
   * as soon as it can be read: nobody knows what was missed.
   */
  void begin(Connection connection) throws IOException, JetStreamApiException {
    lock.lock();
    try {
      quiet = info().getStreamState().getLastSequence();
      resume(connection);
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void resume(Connection connection) throws IOException, JetStreamApiException {
    lock.lock();
    try {
      Optional<StreamInfo> info = closed ? Optional.empty() : find();
      if (info.isPresent()) {
        resume(connection, info.get());
      }
    } finally {
      lock.unlock();
    }
  }

  private void resume(Connection connection, StreamInfo info)
      throws IOException, JetStreamApiException {
    reading.end();
    BucketLog.Verdict verdict = log.look(info, reading.last(), told.size());
    if (verdict != BucketLog.Verdict.GOES_ON) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.NATS_READ_ANEW)
          .addKeyValue("stream", bucket.stream())
          .addKeyValue("reason", verdict)
          .log("a bucket is read anew");
      reading.beginAnew();
    }
    if (verdict == BucketLog.Verdict.ANOTHER) {
      told.forget();
      quiet = 0;
    }
    if (reading.last() == 0) {
      told.readAnew();
    }
    expected = newest();
    readThen = -1;
    reading.open(connection);
    lookWhetherCurrent();
  }

  private void handle(Message message, long turn) {
    lock.lock();
    try {
      if (closed || !reading.takes(message, turn)) {
        return;
      }
      Optional<PolicyEntry> entry = PolicyEntry.of(message);
      if (entry.isPresent()) {
        told.changes(entry.get(), reading.last() <= quiet).forEach(watchers::tell);
      } else {
        complain(message.getSubject());
      }
      lookWhetherCurrent();
    } finally {
      lock.unlock();
    }
  }

  private void complain(String subject) {
    if (complained.size() < MAX_COMPLAINTS && complained.add(subject)) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.POLICY_ENTRY_IGNORED)
          .addKeyValue("subject", subject)
          .log("an entry is ignored: its key is not that of a policy");
    }
  }

  @Override
  public void look(Connection connection) throws IOException, JetStreamApiException {
    if (!lock.tryLock()) {
      return; // somebody is at it
    }
    try {
      Optional<StreamInfo> info = closed ? Optional.empty() : find();
      if (info.isPresent()) {
        look(connection, info.get());
      }
    } catch (RouterException e) {
      ill(why(e));
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private void look(Connection connection, StreamInfo info)
      throws IOException, JetStreamApiException {
    long last = reading.last();
    if (!reading.isOpen() || log.hasChanged(info, last, told.size())) {
      resume(connection, info);
    } else if (last < expected && last == readThen && reading.isIdle()) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.NATS_READ_ANEW)
          .addKeyValue("stream", bucket.stream())
          .addKeyValue("read", last)
          .addKeyValue("expected", expected)
          .log("nothing comes of a bucket, it is read on");
      resume(connection, info);
    } else {
      log.look(info, last, told.size());
      expected = newest();
      readThen = last;
      lookWhetherCurrent();
    }
  }

  private void lookWhetherCurrent() {
    if (reading.last() < expected) {
      if (condition.isWell() && readThen < 0) {
        boolean unused = condition.ill("what it holds is being read");
      }
    } else {
      told.finish(log.last()).forEach(watchers::tell);
      if (log.isAnother()) {
        ill(ANOTHER);
      } else {
        condition.well();
      }
    }
  }

  /** How the bucket is, unless it is missing. */
  private Optional<StreamInfo> find() {
    try {
      return Optional.of(info());
    } catch (RouterException e) {
      if (e.getCause() instanceof JetStreamApiException refusal
          && refusal.getErrorCode() == NOT_FOUND) {
        reading.end();
        ill(why(e));
        return Optional.empty();
      }
      throw e;
    }
  }

  private void ill(String why) {
    if (condition.ill(why)) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.NATS_SUBSCRIPTION_WAITS)
          .addKeyValue("stream", bucket.stream())
          .addKeyValue("reason", why)
          .log("a bucket is not followed");
    }
  }

  /** Without the name of the bucket, which is told anyway. */
  private static String why(RouterException e) {
    Throwable cause = e.getCause();
    return String.valueOf(cause == null ? e.getMessage() : cause.getMessage());
  }

  private StreamInfo info() {
    return CallTime.of(timeout, bucket).await(bucket.info());
  }

  /** The number of the newest message of a policy, 0 if there is none. */
  private long newest() {
    return CallTime.of(timeout, bucket)
        .await(bucket.last(PolicyEntry.ALL))
        .map(MessageInfo::getSeq)
        .orElse(0L);
  }

  @Override
  public CompletionStage<?> stopTaking(Duration within) {
    close();
    return CompletableFuture.completedFuture(true);
  }

  @Override
  public boolean isFinished() {
    return true;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      reading.end();
    } finally {
      lock.unlock();
    }
  }
}
