package beamline.router.grpc;

import io.grpc.Context;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where administration waits for stores: on threads of its own, so that decisions never wait behind
 * it, whatever the server runs calls on. They end when nobody calls. Safe for concurrent use.
 */
final class AdminThreads {
  static final int THREADS = 8;
  static final int WAITING = 64;
  private static final int IDLE_SECONDS = 30;

  private final ThreadPoolExecutor threads;

  AdminThreads() {
    threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, "beamline-grpc-admin");
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Does this work in the context of the present call, now or when a thread is free.
   *
   * @return whether it is or will be done; not when too much waits already
   */
  boolean take(Runnable work) {
    try {
      threads.execute(Context.current().wrap(work));
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }
}
