package beamline.router.engine.extension;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps calls that block their thread from taking all threads of an executor: so many calls of one
 * extension, and so many of all of them, hold a thread at the same time. Further ones wait in line,
 * without a thread. While nothing but calls that are overdue holds the threads, further ones are
 * refused at once. Safe for concurrent use; the lock guards counters only.
 */
final class Bulkhead {
  private static final int WAITING_PER_THREAD = 256;

  private final Executor executor;
  private final int most;
  private final int mostEach;
  private final Map<String, Lane> lanes = new LinkedHashMap<>();
  private int inside;
  private int overdue;
  private int waiting;

  /** What of one extension is under way. Guarded by the bulkhead, as the counters above are. */
  private static final class Lane {
    final Deque<Entry> line = new ArrayDeque<>();
    int inside;
    int overdue;
  }

  /**
   * A bulkhead before this executor.
   *
   * @param most calls of all extensions that hold a thread
   * @param mostEach calls of one extension that do
   */
  Bulkhead(Executor executor, int most, int mostEach) {
    this.executor = executor;
    this.most = most;
    this.mostEach = Math.min(most, mostEach);
  }

  /**
   * Runs a call when there is room, then what it returns, which holds no place any longer.
   *
   * @param refused is told when it never will be run, which may also be after this returned
   * @throws RejectedExecutionException when there is no room, and none is to be expected
   */
  Entry enter(String extensionId, Supplier<Runnable> call, Consumer<Throwable> refused) {
    Entry entry = new Entry(extensionId, call, refused);
    synchronized (this) {
      Lane lane = lanes.computeIfAbsent(extensionId, id -> new Lane());
      if (overdue >= most || lane.overdue >= mostEach || waiting >= most * WAITING_PER_THREAD) {
        forget(extensionId, lane);
        throw new RejectedExecutionException("too many calls do not return");
      }
      lane.line.add(entry);
      waiting++;
    }
    admit();
    return entry;
  }

  /** Extensions of which calls are inside or wait. */
  synchronized int lanes() {
    return lanes.size();
  }

  private void admit() {
    for (Entry next = next(); next != null; next = next()) {
      try {
        executor.execute(next);
      } catch (RejectedExecutionException e) {
        left(next);
        next.refused.accept(e);
      }
    }
  }

  /** Who is first in a line, lines taking turns; null when there is no room. */
  private synchronized @Nullable Entry next() {
    if (waiting == 0 || inside >= most) {
      return null;
    }
    for (Map.Entry<String, Lane> each : lanes.entrySet()) {
      Lane lane = each.getValue();
      Entry first = lane.inside >= mostEach ? null : lane.line.poll();
      if (first != null) {
        waiting--;
        inside++;
        lane.inside++;
        first.state = State.INSIDE;
        lanes.remove(each.getKey());
        lanes.put(each.getKey(), lane); // the last to have its next turn
        return first;
      }
    }
    return null;
  }

  private synchronized void left(Entry entry) {
    Lane lane = lanes.get(entry.extensionId);
    if (lane == null) {
      throw new IllegalStateException("nobody of " + entry.extensionId + " is inside");
    }
    inside--;
    lane.inside--;
    if (entry.state == State.OVERDUE) {
      overdue--;
      lane.overdue--;
    }
    entry.state = State.GONE;
    forget(entry.extensionId, lane);
  }

  private void forget(String extensionId, Lane lane) {
    if (lane.inside == 0 && lane.line.isEmpty()) {
      lanes.remove(extensionId);
    }
  }

  private enum State {
    WAITING,
    INSIDE,
    OVERDUE,
    GONE
  }

  /** One call on its way through. */
  final class Entry implements Runnable {
    private final String extensionId;
    private final Supplier<Runnable> call;
    private final Consumer<Throwable> refused;
    private State state = State.WAITING;

    private Entry(String extensionId, Supplier<Runnable> call, Consumer<Throwable> refused) {
      this.extensionId = extensionId;
      this.call = call;
      this.refused = refused;
    }

    @Override
    public void run() {
      Runnable afterwards;
      try {
        afterwards = call.get();
      } finally {
        left(this);
        admit();
      }
      afterwards.run();
    }

    /** Nobody waits for it any longer: it leaves the line, or counts as one that blocks. */
    void expired() {
      synchronized (Bulkhead.this) {
        Lane lane = lanes.get(extensionId);
        if (lane == null) {
          return;
        }
        if (state == State.WAITING && lane.line.remove(this)) {
          waiting--;
          state = State.GONE;
          forget(extensionId, lane);
        } else if (state == State.INSIDE) {
          state = State.OVERDUE;
          lane.overdue++;
          overdue++;
        }
      }
    }
  }
}
