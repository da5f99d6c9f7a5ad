package beamline.router.nats.state;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.nats.bucket.Bucket;
import beamline.router.nats.bucket.BucketFinder;
import beamline.router.nats.bucket.KeyToken;
import beamline.router.spi.StateStore;
import io.nats.client.api.MessageInfo;
import io.nats.client.impl.Headers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * State that every node of a fleet sees and that outlives them. An entry expires by the clocks of
 * the nodes, and at the latest when the bucket drops it. Before the first connection operations
 * wait for it, as long as they may take; while it is lost they fail at once. Safe for concurrent
 * use; nothing blocks.
 */
final class NatsStateStore implements StateStore {
  private final BucketFinder finder;
  private final StateSettings settings;
  private final LongSupplier epochMillis;
  private final AtomicInteger underWay = new AtomicInteger();

  NatsStateStore(BucketFinder finder, StateSettings settings, LongSupplier epochMillis) {
    this.finder = finder;
    this.settings = settings;
    this.epochMillis = epochMillis;
  }

  @Override
  public CompletionStage<Optional<Entry>> get(String key) {
    String name = KeyToken.of(key);
    return with(bucket -> bucket.last(name).thenApply(last -> last.flatMap(this::entry)));
  }

  @Override
  public CompletionStage<Long> put(String key, byte[] value, Duration ttl) {
    String name = KeyToken.of(key);
    byte[] data = Stamped.of(value, epochMillis.getAsLong(), ttl);
    return with(bucket -> bucket.store(name, new Headers(), data));
  }

  @Override
  public CompletionStage<PutIfAbsent> putIfAbsent(String key, byte[] value, Duration ttl) {
    String name = KeyToken.of(key);
    byte[] own = value.clone();
    byte[] data = Stamped.of(own, epochMillis.getAsLong(), ttl);
    return with(bucket -> storeIfAbsent(bucket, name, 0, own, data));
  }

  @Override
  public CompletionStage<Boolean> compareAndSet(
      String key, long expectedRevision, byte[] value, Duration ttl) {
    String name = KeyToken.of(key);
    byte[] data = Stamped.of(value, epochMillis.getAsLong(), ttl);
    return with(
        bucket ->
            bucket
                .last(name)
                .thenCompose(
                    last -> {
                      Optional<Entry> there = last.flatMap(this::entry);
                      if (there.isEmpty() || there.orElseThrow().revision() != expectedRevision) {
                        return CompletableFuture.completedFuture(false);
                      }
                      return bucket
                          .storeAfter(name, expectedRevision, new Headers(), data)
                          .thenApply(stored -> stored.isPresent());
                    }));
  }

  @Override
  public CompletionStage<Void> remove(String key) {
    String name = KeyToken.of(key);
    return with(
        bucket -> bucket.store(name, Stamped.removal(), new byte[0]).thenApply(stored -> null));
  }

  @Override
  public void close() {
    finder.close();
  }

  /**
   * Tries after what is known to be the newest revision. Whenever it fails somebody else wrote in
   * between, so that it ends.
   */
  private CompletableFuture<PutIfAbsent> storeIfAbsent(
      Bucket bucket, String name, long after, byte[] value, byte[] data) {
    return bucket
        .storeAfter(name, after, new Headers(), data)
        .thenCompose(
            stored ->
                stored.isPresent()
                    ? CompletableFuture.completedFuture(
                        new PutIfAbsent(true, new Entry(value, stored.getAsLong())))
                    : bucket
                        .last(name)
                        .thenCompose(
                            last -> {
                              Optional<Entry> there = last.flatMap(this::entry);
                              if (there.isPresent()) {
                                return CompletableFuture.completedFuture(
                                    new PutIfAbsent(false, there.orElseThrow()));
                              }
                              long newest = last.map(MessageInfo::getSeq).orElse(0L);
                              return storeIfAbsent(bucket, name, newest, value, data);
                            }));
  }

  private Optional<Entry> entry(MessageInfo stored) {
    return Stamped.value(stored, epochMillis.getAsLong())
        .map(value -> new Entry(value, stored.getSeq()));
  }

  private <T> CompletionStage<T> with(Function<Bucket, CompletableFuture<T>> operation) {
    if (underWay.incrementAndGet() > settings.maxOperations()) {
      underWay.decrementAndGet();
      return CompletableFuture.failedFuture(
          down(settings.maxOperations() + " operations are under way (max-pending-operations)"));
    }
    return finder
        .bucket()
        .orTimeout(settings.bucket().timeout().toNanos(), TimeUnit.NANOSECONDS)
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(notReady(failure)))
        .thenCompose(operation)
        .whenComplete((value, failure) -> underWay.decrementAndGet())
        .exceptionallyCompose(failure -> CompletableFuture.failedFuture(named(failure)));
  }

  private RouterException notReady(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof RouterException named
        ? named
        : down("not connected to NATS within " + settings.bucket().timeout().toMillis() + " ms");
  }

  private RouterException named(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    if (failure instanceof RouterException named) {
      return named;
    }
    return cause instanceof RouterException named ? named : down(String.valueOf(cause));
  }

  private RouterException down(String why) {
    return new RouterException(
        ErrorCode.SERVICE_DOWN, "state store bucket " + settings.bucket().name() + ": " + why);
  }
}
