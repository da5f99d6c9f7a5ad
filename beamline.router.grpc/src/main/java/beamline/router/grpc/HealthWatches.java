package beamline.router.grpc;

import beamline.router.api.LogEvent;
import beamline.router.api.RouterEngine;
import beamline.router.api.admin.Health;
import beamline.router.grpc.HealthService.Asked;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells those who watch the health of the router what it is, at once and whenever it changes. One
 * thread looks for that, as long as somebody watches. Safe for concurrent use.
 */
final class HealthWatches {
  private static final Logger LOG = LoggerFactory.getLogger(HealthWatches.class);
  static final int MOST = 1000;
  static final String THREAD = "beamline-grpc-health";
  private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final Status TOO_MANY =
      Status.RESOURCE_EXHAUSTED.withDescription(MOST + " calls watch the health already");
  private static final Status STOPPING = Status.UNAVAILABLE.withDescription("the server stops");

  private final RouterEngine router;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

  /** Held while a call is added, removed or told something: it is told one thing at a time. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private boolean looking;
  private boolean ended;

  HealthWatches(RouterEngine router) {
    this.router = router;
  }

  /** What the health is now. */
  ServingStatus status(Asked asked) {
    return asked.status(router.health());
  }

  /**
   * Begins to tell a caller.
   *
   * @param asked what it asks for: of a service that there is not, that is all it is told, and it
   *     may stay nevertheless, as the protocol says
   */
  void add(ServerCallStreamObserver<HealthCheckResponse> caller, Asked asked) {
    Watch watch = new Watch(caller, asked);
    caller.setOnCancelHandler(() -> remove(watch));
    lock.lock();
    try {
      if (ended || watches.size() >= MOST) {
        caller.onError((ended ? STOPPING : TOO_MANY).asRuntimeException());
      } else if (!caller.isCancelled()) {
        // What can fail comes first: then nobody has a place that nobody looks after.
        Health now = router.health();
        look();
        watches.add(watch);
        watch.tell(now);
      }
    } finally {
      lock.unlock();
    }
  }

  private void remove(Watch watch) {
    lock.lock();
    try {
      if (watches.remove(watch) && watches.isEmpty()) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends all calls, and those that come. */
  void end() {
    lock.lock();
    try {
      ended = true;
      watches.forEach(watch -> watch.caller.onError(STOPPING.asRuntimeException()));
      watches.clear();
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void look() {
    if (!looking) {
      Thread thread = new Thread(this::lookAround, THREAD);
      thread.setDaemon(true);
      thread.start();
      looking = true; // it waits for the lock
    }
  }

  private void lookAround() {
    lock.lock();
    try {
      while (!watches.isEmpty()) {
        changed.awaitNanos(PERIOD_NANOS);
        tell();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // nobody does that
    } finally {
      looking = false;
      lock.unlock();
    }
  }

  private void tell() {
    try {
      Health now = router.health();
      watches.forEach(watch -> watch.tell(now));
    } catch (RuntimeException e) {
      LOG.atWarn()
          .addKeyValue(LogEvent.KEY, LogEvent.HEALTH_NOT_TOLD)
          .setCause(e)
          .log("the health cannot be told");
    }
  }

  /** A call that watches. */
  private static final class Watch {
    private final ServerCallStreamObserver<HealthCheckResponse> caller;
    private final Asked asked;
    private ServingStatus told = ServingStatus.UNKNOWN;

    Watch(ServerCallStreamObserver<HealthCheckResponse> caller, Asked asked) {
      this.caller = caller;
      this.asked = asked;
    }

    /** Who has not taken what it was told last hears of the newest state when it has. */
    void tell(Health now) {
      ServingStatus news = asked.status(now);
      if (news != told && (told == ServingStatus.UNKNOWN || caller.isReady())) {
        told = news;
        caller.onNext(HealthCheckResponse.newBuilder().setStatus(news).build());
      }
    }
  }
}
