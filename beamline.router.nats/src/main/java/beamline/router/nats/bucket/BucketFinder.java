package beamline.router.nats.bucket;

import beamline.router.api.ErrorCode;
import beamline.router.api.LogEvent;
import beamline.router.api.RouterException;
import beamline.router.nats.connection.Differences;
import beamline.router.nats.connection.NatsLink;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Transport.State;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamOptions;
import io.nats.client.KeyValueManagement;
import io.nats.client.KeyValueOptions;
import io.nats.client.api.KeyValueConfiguration;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to the bucket: there as soon as a connection is, and the bucket was made or found. */
public final class BucketFinder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BucketFinder.class);
  private static final long AGAIN_MILLIS = 1_000;

  private final NatsLink link;
  private final BucketSettings settings;
  private final ComponentContext context;
  private volatile CompletableFuture<Bucket> bucket = new CompletableFuture<>();
  private final Differences differences = new Differences();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile @Nullable Future<?> again;
  private volatile boolean closed;
  private volatile boolean found;
  private volatile String trouble = "";

  /** Why waiting is of no use, as far as was seen the last time. */
  private volatile @Nullable RouterException refusal;

  /**
   * Begins to look for it.
   *
   * @param context where blocking questions are asked, and asked again
   */
  public BucketFinder(NatsLink link, BucketSettings settings, ComponentContext context) {
    this.link = link;
    this.settings = settings;
    this.context = context;
    link.onState(this::changed);
    link.onRefusal(why -> refuse(refused(why)));
    link.connect();
  }

  /**
   * The bucket, once it is there; a stage of the caller's own. It fails with {@code
   * CONFIGURATION_INVALID} where the bucket is missing and not to be made, or refused.
   */
  public CompletableFuture<Bucket> bucket() {
    RouterException refused = closed ? closed() : refusal;
    return refused == null ? bucket.copy() : CompletableFuture.failedFuture(refused);
  }

  /** Why it cannot be used, although there is a connection. */
  public Optional<String> trouble() {
    return trouble.isEmpty() || found ? Optional.empty() : Optional.of(trouble);
  }

  /** What it has otherwise than it is configured. */
  public List<String> differences() {
    return differences.all();
  }

  private void changed(State state) {
    if (state == State.CONNECTED) {
      refusal = null;
      look();
    }
  }

  private void look() {
    if (closed || found || !looking.compareAndSet(false, true)) {
      return;
    }
    try {
      context.executor().execute(this::prepare);
    } catch (RejectedExecutionException e) {
      later("the host takes no work");
    }
  }

  /** Whoever waits is told now. */
  private void refuse(RouterException why) {
    refusal = why;
    CompletableFuture<Bucket> waiting = bucket;
    if (!found && !closed) {
      bucket = new CompletableFuture<>();
      waiting.completeExceptionally(why);
    }
  }

  private RouterException refused(String why) {
    return new RouterException(ErrorCode.CONFIGURATION_INVALID, named() + why);
  }

  /** How errors begin. */
  private String named() {
    return settings.owner() + " bucket " + settings.name() + ": ";
  }

  private void later(String why) {
    looking.set(false);
    trouble = why;
    if (!closed) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.NATS_BUCKET_UNAVAILABLE)
          .addKeyValue("bucket", settings.name())
          .addKeyValue("reason", why)
          .log("a bucket cannot be used yet");
      again = context.scheduler().schedule(this::look, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    Future<?> planned = again;
    if (planned != null) {
      planned.cancel(false);
    }
    bucket.completeExceptionally(closed());
    link.close();
  }

  private RouterException closed() {
    return new RouterException(ErrorCode.SERVICE_DOWN, named() + "closed");
  }

  private void prepare() {
    try {
      Connection connection = link.live("look for", settings.name());
      KeyValueManagement buckets = connection.keyValueManagement(patience());
      try {
        compare(buckets.getStatus(settings.name()).getConfiguration());
      } catch (JetStreamApiException e) {
        if (e.getErrorCode() != 404) {
          throw e;
        }
        if (!settings.manage()) {
          throw refused("it is not there; to make it, set " + settings.manageKey() + "=true");
        }
        buckets.create(settings.wanted());
        LOG.atInfo()
            .addKeyValue(LogEvent.KEY, LogEvent.NATS_OBJECT_CREATED)
            .addKeyValue("bucket", settings.name())
            .log("created a bucket");
      }
      refusal = null;
      found = true;
      bucket.complete(new Bucket(link, settings));
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      notFound(e);
    }
  }

  private void notFound(Exception e) {
    RouterException named =
        e instanceof RouterException known ? known : new Bucket(link, settings).unavailable(e);
    later(String.valueOf(named.getMessage()).replace(named(), ""));
    if (named.code() == ErrorCode.CONFIGURATION_INVALID) {
      refuse(named);
    } else {
      refusal = null;
    }
  }

  private KeyValueOptions patience() {
    return KeyValueOptions.builder()
        .jetStreamOptions(JetStreamOptions.builder().requestTimeout(settings.timeout()).build())
        .build();
  }

  /** A bucket that is there is used as it is. */
  private void compare(KeyValueConfiguration there) {
    KeyValueConfiguration wanted = settings.wanted();
    differences
        .of("bucket " + settings.name())
        .value("history", there.getMaxHistoryPerKey(), wanted.getMaxHistoryPerKey())
        .value("max-age", there.getTtl(), wanted.getTtl())
        .value("replicas", there.getReplicas(), wanted.getReplicas())
        .value("storage", there.getStorageType(), wanted.getStorageType())
        .done();
  }
}
