package beamline.router.nats.state;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.spi.ComponentContext;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
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
final class StateLink implements ConnectionListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StateLink.class);
  private static final long AGAIN_MILLIS = 1_000;

  private final StateSettings settings;
  private final ComponentContext context;
  private final Runnable whenClosed;
  private volatile CompletableFuture<Bucket> bucket = new CompletableFuture<>();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile @Nullable Future<?> again;
  private volatile boolean closed;

  /**
   * A way that is not connected yet.
   *
   * @param context where blocking questions are asked, and asked again
   */
  StateLink(StateSettings settings, ComponentContext context, Runnable whenClosed) {
    this.settings = settings;
    this.context = context;
    this.whenClosed = whenClosed;
  }

  /** The bucket, once it is there; a stage of the caller's own. */
  CompletableFuture<Bucket> bucket() {
    return closed ? CompletableFuture.failedFuture(closed()) : bucket.copy();
  }

  @Override
  @SuppressWarnings("deprecation") // the only one that must be there; the other calls it
  public void connectionEvent(Connection from, Events event) {
    event(from, event);
  }

  void event(Connection from, Events event) {
    if (event == Events.CONNECTED || event == Events.RECONNECTED) {
      connected(from);
    } else if (event == Events.CLOSED) {
      forget();
    } else if (event == Events.DISCONNECTED && !closed) {
      LOG.warn("NATS_CONNECTION_LOST: the state store is away");
    }
  }

  /** The connection will not come back; the next one finds the bucket anew. */
  private void forget() {
    if (bucket.isDone()) {
      bucket = new CompletableFuture<>();
      looking.set(false);
    }
  }

  void connected(Connection to) {
    if (closed || bucket.isDone() || !looking.compareAndSet(false, true)) {
      return;
    }
    try {
      context.executor().execute(() -> prepare(to));
    } catch (RejectedExecutionException e) {
      later(to, "the host takes no work");
    }
  }

  private void later(Connection to, @Nullable String why) {
    looking.set(false);
    if (!closed) {
      LOG.warn("the bucket {} cannot be used yet: {}", settings.bucket(), why);
      again =
          context.scheduler().schedule(() -> connected(to), AGAIN_MILLIS, TimeUnit.MILLISECONDS);
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
    whenClosed.run();
  }

  private RouterException closed() {
    return new RouterException(
        ErrorCode.SERVICE_DOWN, "state store bucket " + settings.bucket() + ": closed");
  }

  private void prepare(Connection to) {
    try {
      KeyValueManagement buckets = to.keyValueManagement();
      try {
        compare(buckets.getStatus(settings.bucket()).getConfiguration());
      } catch (JetStreamApiException e) {
        if (e.getErrorCode() != 404) {
          throw e;
        }
        buckets.create(settings.wanted());
        LOG.info("created the bucket {}", settings.bucket());
      }
      bucket.complete(new Bucket(to, settings.bucket(), settings.timeout()));
    } catch (IOException | JetStreamApiException | RuntimeException e) {
      later(to, e.getMessage());
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
