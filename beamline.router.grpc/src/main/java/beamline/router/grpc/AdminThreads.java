package beamline.router.grpc;

import io.grpc.Context;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where calls wait for stores: on threads of their own, so that decisions never wait behind them,
 * whatever the server runs calls on. They end when nobody calls. Safe for concurrent use.
 */
final class AdminThreads {
  private static final int IDLE_SECONDS = 30;

  private final ThreadPoolExecutor threads;

  /**
   * Threads.
   *
   * @param count how many there are
   * @param waiting how many calls wait for one of them
   */
  AdminThreads(String name, int count, int waiting) {
    threads =
        new ThreadPoolExecutor(
            count,
            count,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(waiting),
            task -> {
              Thread thread = new Thread(task, name);
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
