package beamline.router.engine.flow.open;

import beamline.router.spi.Message;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One piece of work that was assigned, over all of its attempts. The first result that comes is its
 * result: it is begun, and completed once its effect is stored.
 *
 * <p>Invariant: at most one result is begun at a time, none once one is complete; whoever comes
 * meanwhile waits in {@code waiting}. The last message is held while there is neither a result nor
 * a report of its loss. Safe for concurrent use.
 */
public final class OpenAssignment {
  private static final long NONE = 0;

  private final String rootId;
  private final AssignmentFacts facts;

  private int attempt;
  private long storedAtMillis;
  private long deadlineMillis;
  private @Nullable Message message;
  private boolean answered;
  private boolean lost;
  private boolean reported;
  private long begun = NONE;
  private long completed = NONE;
  private @Nullable List<Runnable> waiting;

  OpenAssignment(String rootId, AssignmentFacts facts) {
    this.rootId = rootId;
    this.facts = facts;
  }

  /** What {@link #begin} found. */
  public enum Begin {
    /** It is the first result: to be completed or aborted. */
    FIRST,
    /** This very result was completed before. */
    AGAIN,
    /** Another result was completed before. */
    DUPLICATE,
    /** A result is being handled; the caller is called back when that has ended. */
    BUSY
  }

  /** The id of its first attempt. */
  public String rootId() {
    return rootId;
  }

  /** What is known of it. */
  public AssignmentFacts facts() {
    return facts;
  }

  /**
   * Begins to handle a result.
   *
   * @param sequence the number of the result in its stream, positive
   * @param later runs once when it was {@link Begin#BUSY} and is not any more
   */
  public synchronized Begin begin(long sequence, Runnable later) {
    if (completed != NONE) {
      return completed == sequence ? Begin.AGAIN : Begin.DUPLICATE;
    }
    if (begun != NONE) {
      if (waiting == null) {
        waiting = new ArrayList<>(1);
      }
      waiting.add(later);
      return Begin.BUSY;
    }
    begun = sequence;
    return Begin.FIRST;
  }

  /** The effect of the result that was begun is stored. */
  public void complete() {
    end(true);
  }

  /** The result that was begun could not be handled: another, or itself, may begin. */
  public void abort() {
    end(false);
  }

  private void end(boolean complete) {
    List<Runnable> called;
    synchronized (this) {
      if (complete) {
        completed = begun;
        message = null;
      }
      begun = NONE;
      called = waiting;
      waiting = null;
    }
    if (called != null) {
      called.forEach(Runnable::run);
    }
  }

  /** Whether how the execution ended is told now for the first time. */
  public synchronized boolean reportsNow() {
    boolean first = !reported;
    reported = true;
    return first;
  }

  /** The last attempt; null when nobody waits for its result. */
  public synchronized @Nullable Pending pending() {
    Message held = message;
    return held == null || answered || lost || completed != NONE || begun != NONE
        ? null
        : new Pending(attempt, storedAtMillis, deadlineMillis, held);
  }

  /** Whether a result is being handled. */
  public synchronized boolean isBusy() {
    return begun != NONE;
  }

  /**
   * An attempt that waits.
   *
   * @param attempt its number, from 1
   * @param storedAtMillis when its stream stored it
   * @param deadlineMillis how long its worker has
   * @param message what was published
   */
  public record Pending(int attempt, long storedAtMillis, long deadlineMillis, Message message) {}

  /** How many attempts there were. */
  public synchronized int attempts() {
    return attempt;
  }

  /** Takes an attempt; false when it is known, or is older than the last one. */
  synchronized boolean attempted(AssignmentReader.Attempt read, long storedAt, Message newMessage) {
    if (read.number() <= attempt) {
      return false;
    }
    attempt = read.number();
    storedAtMillis = storedAt;
    deadlineMillis = read.deadlineMillis();
    message = answered || lost || completed != NONE ? null : newMessage;
    return true;
  }

  /** A result of it is stored; false when it did not wait for one any more. */
  synchronized boolean answered() {
    boolean waited = !answered && !lost;
    answered = true;
    message = null;
    return waited;
  }

  /** Its loss is reported; false when it did not wait for a result any more. */
  synchronized boolean lost() {
    boolean waited = !answered && !lost;
    lost = true;
    message = null;
    return waited;
  }
}
