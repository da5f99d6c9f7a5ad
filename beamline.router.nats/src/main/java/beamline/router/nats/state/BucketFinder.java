package beamline.router.nats.state;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.nats.connection.NatsLink;
import beamline.router.spi.ComponentContext;
import beamline.router.spi.Transport.State;
import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.KeyValueManagement;
import io.nats.client.api.KeyValueConfiguration;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to the bucket: there as soon as a connection is, and the bucket was made or found. */
final class BucketFinder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BucketFinder.class);
  private static final long AGAIN_MILLIS = 1_000;

  private final NatsLink link;
  private final StateSettings settings;
  private final ComponentContext context;
  private final CompletableFuture<Bucket> bucket = new CompletableFuture<>();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile @Nullable Future<?> again;
  private volatile boolean closed;

  /**
   * Begins to look for it.
   *
   * @param context where blocking questions are asked, and asked again
   */
  BucketFinder(NatsLink link, StateSettings settings, ComponentContext context) {
    this.link = link;
    this.settings = settings;
    this.context = context;
    link.onState(this::changed);
    link.connect();
  }

  /** The bucket, once it is there; a stage of the caller's own. */
  CompletableFuture<Bucket> bucket() {
    return closed ? CompletableFuture.failedFuture(closed()) : bucket.copy();
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
    if (!closed) {
      LOG.warn("the bucket {} cannot be used yet: {}", settings.bucket(), why);
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
        ErrorCode.SERVICE_DOWN, "state store bucket " + settings.bucket() + ": closed");
  }

  private void prepare() {
    try {
      Connection connection = link.live("look for", settings.bucket());
      KeyValueManagement buckets = connection.keyValueManagement();
      try {
        compare(buckets.getStatus(settings.bucket()).getConfiguration());
      } catch (JetStreamApiException e) {
        if (e.getErrorCode() != 404) {
          throw e;
        }
        if (!settings.manage()) {
          throw new IllegalStateException("it is missing, and manage is false: create it", e);
        }
        buckets.create(settings.wanted());
        LOG.info("created the bucket {}", settings.bucket());
      }
      bucket.complete(new Bucket(link, settings.bucket(), settings.timeout()));
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      later(e.getMessage());
    }
  }

  /** A bucket that is there is used as it is. */
  private void compare(KeyValueConfiguration there) {
    KeyValueConfiguration wanted = settings.wanted();
    differ("max-age", there.getTtl(), wanted.getTtl());
    differ("replicas", there.getReplicas(), wanted.getReplicas());
    differ("storage", there.getStorageType(), wanted.getStorageType());
  }

  private void differ(String what, @Nullable Object there, @Nullable Object wanted) {
    if (!Objects.equals(there, wanted)) {
      LOG.warn(
          "the bucket {} has {} {}, {} is configured; it is left as it is",
          settings.bucket(),
          what,
          there,
          wanted);
    }
  }
}
