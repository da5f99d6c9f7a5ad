package beamline.router.nats.transport;

import beamline.router.api.RouterException;
import beamline.router.spi.TransportTelemetry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * What is to be published while the connection is down. An operation is either let through, kept,
 * or refused; never two of them. Once the connection is back, what was kept goes first and in
 * order. Safe for concurrent use.
 */
final class PendingOperations {
  private final int limit;
  private final long timeoutNanos;
  private final LongSupplier nanoTime;
  private final TransportTelemetry telemetry;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Kept> kept = new ArrayDeque<>();
  private volatile boolean open;
  private boolean closed;

  private record Kept(Publication publication, long expires) {}

  PendingOperations(
      int limit, long timeoutNanos, LongSupplier nanoTime, TransportTelemetry telemetry) {
    this.limit = limit;
    this.timeoutNanos = timeoutNanos;
    this.nanoTime = nanoTime;
    this.telemetry = telemetry;
  }

  /** Whether operations need not come here at all. */
  boolean isOpen() {
    return open;
  }

  /**
   * Keeps an operation; it fails when there is no room.
   *
   * @return false when it may be carried out at once
   */
  boolean keep(Publication publication) {
    RouterException refusal = null;
    lock.lock();
    try {
      if (open) {
        return false;
      }
      if (closed) {
        refusal = Failures.closed("publish", publication.subject());
      } else if (kept.size() >= limit) {
        refusal = Failures.overflow(publication.subject(), limit);
        telemetry.operationDropped("overflow");
      } else {
        kept.add(new Kept(publication, nanoTime.getAsLong() + timeoutNanos));
        telemetry.operationsWaiting(kept.size());
      }
    } finally {
      lock.unlock();
    }
    if (refusal != null) {
      fail(publication, refusal);
    }
    return true;
  }

  /**
   * Puts back what was under way when the connection was lost, before everything else: it was
   * first. It was let in once and has its place, whatever the limit.
   */
  void putBack(List<Publication> underWay) {
    lock.lock();
    try {
      long expires = nanoTime.getAsLong() + timeoutNanos;
      for (int i = underWay.size() - 1; i >= 0; i--) {
        kept.addFirst(new Kept(underWay.get(i), expires));
      }
      telemetry.operationsWaiting(kept.size());
    } finally {
      lock.unlock();
    }
  }

  /** From now on operations are kept. */
  void shut() {
    lock.lock();
    try {
      open = false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Carries out what was kept; from then on operations are let through.
   *
   * @param connected when it is not any more, the rest stays for the next time
   */
  void resume(Consumer<Publication> publish, BooleanSupplier connected) {
    while (connected.getAsBoolean()) {
      Publication next;
      lock.lock();
      try {
        Kept first = kept.poll();
        if (first == null) {
          open = !closed;
          telemetry.operationsWaiting(0);
          return;
        }
        next = first.publication();
      } finally {
        lock.unlock();
      }
      telemetry.operationResumed();
      publish.accept(next);
    }
  }

  /** Fails what has waited too long. */
  void expire() {
    List<Publication> expired = new ArrayList<>();
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      while (!kept.isEmpty() && now - kept.getFirst().expires() >= 0) {
        expired.add(kept.removeFirst().publication());
      }
      if (!expired.isEmpty()) {
        telemetry.operationsWaiting(kept.size());
      }
    } finally {
      lock.unlock();
    }
    for (Publication publication : expired) {
      telemetry.operationDropped("expired");
      fail(publication, Failures.expired(publication.subject(), timeoutNanos / 1_000_000));
    }
  }

  /** Fails everything, and whatever comes. */
  void close() {
    List<Publication> left = new ArrayList<>();
    lock.lock();
    try {
      closed = true;
      open = false;
      kept.forEach(operation -> left.add(operation.publication()));
      kept.clear();
    } finally {
      lock.unlock();
    }
    for (Publication publication : left) {
      telemetry.operationDropped("closed");
      fail(publication, Failures.closed("publish", publication.subject()));
    }
  }

  private void fail(Publication publication, RouterException failure) {
    telemetry.publishFailed(
        publication.isConfirmed(), publication.subject(), String.valueOf(failure.code()));
    publication.fail(failure);
  }

  long size() {
    lock.lock();
    try {
      return kept.size();
    } finally {
      lock.unlock();
    }
  }
}
