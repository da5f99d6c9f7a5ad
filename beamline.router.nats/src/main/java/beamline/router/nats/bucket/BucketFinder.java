package beamline.router.nats.bucket;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.nats.connection.Differences;
import beamline.router.nats.connection.NatsLink;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Transport.State;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValueManagement;
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
  private final CompletableFuture<Bucket> bucket = new CompletableFuture<>();
  private final Differences differences = new Differences();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile @Nullable Future<?> again;
  private volatile boolean closed;
  private volatile String trouble = "";

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
    link.connect();
  }

  /** The bucket, once it is there; a stage of the caller's own. */
  public CompletableFuture<Bucket> bucket() {
    return closed ? CompletableFuture.failedFuture(closed()) : bucket.copy();
  }

  /** Why it cannot be used, although there is a connection. */
  public Optional<String> trouble() {
    return trouble.isEmpty() || bucket.isDone() ? Optional.empty() : Optional.of(trouble);
  }

  /** What it has otherwise than it is configured. */
  public List<String> differences() {
    return differences.all();
  }

  private void changed(State state) {
    if (state == State.CONNECTED) {
      look();
    }
  }

  private void look() {
    if (closed || bucket.isDone() || !looking.compareAndSet(false, true)) {
      return;
    }
    try {
      context.executor().execute(this::prepare);
    } catch (RejectedExecutionException e) {
      later("the host takes no work");
    }
  }

  private void later(@Nullable String why) {
    looking.set(false);
    trouble = String.valueOf(why);
    if (!closed) {
      LOG.warn("the bucket {} cannot be used yet: {}", settings.name(), why);
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
    return new RouterException(
        ErrorCode.SERVICE_DOWN, settings.owner() + " bucket " + settings.name() + ": closed");
  }

  private void prepare() {
    try {
      Connection connection = link.live("look for", settings.name());
      KeyValueManagement buckets = connection.keyValueManagement();
      try {
        compare(buckets.getStatus(settings.name()).getConfiguration());
      } catch (JetStreamApiException e) {
        if (e.getErrorCode() != 404) {
          throw e;
        }
        if (!settings.manage()) {
          throw new IllegalStateException("it is missing, and manage is false: create it", e);
        }
        buckets.create(settings.wanted());
        LOG.info("created the bucket {}", settings.name());
      }
      bucket.complete(new Bucket(link, settings));
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      later(e.getMessage());
    }
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
