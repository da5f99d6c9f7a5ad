package beamline.router.examples.scenarios;

import static beamline.router.testkit.Eventually.eventually;

import beamline.router.api.RouteDecision;
import beamline.router.api.RouteRequest;
import beamline.router.api.RouterEngine;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Asks nodes for decisions, at a steady pace, and counts the answers. */
final class DecisionLoad implements AutoCloseable {
  private static final long PAUSE_NANOS = 200_000;

  private final AtomicLong decided = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final CompletableFuture<Void> running;
  private volatile boolean ended;

  DecisionLoad(List<RouterEngine> nodes, RouteRequest request) {
    running =
        CompletableFuture.runAsync(
            () -> run(nodes, request), task -> new Thread(task, "decision-load").start());
  }

  private void run(List<RouterEngine> nodes, RouteRequest request) {
    while (!ended) {
      for (RouterEngine node : nodes) {
        try {
          boolean good = node.decide(request) instanceof RouteDecision;
          (good ? decided : failed).incrementAndGet();
        } catch (RuntimeException e) {
          failed.incrementAndGet();
        }
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  long decided() {
    return decided.get();
  }

  long failed() {
    return failed.get();
  }

  /** Waits for so many more answers. */
  void progress(int answers) {
    long from = decided() + failed();
    eventually("decisions go on", () -> decided() + failed() >= from + answers);
  }

  /** Stops, and waits until it has stopped. */
  void end() {
    ended = true;
    running.join();
  }

  @Override
  public void close() {
    end();
  }
}
