package beamline.router.engine.extension;

import beamline.router.api.ErrorCode;
import beamline.router.engine.policy.ExtensionItem;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that decisions wait for, so that none waits for ever when the timers have ended with
 * the engine. Safe for concurrent use.
 */
final class PendingCalls implements AutoCloseable {
  private final Set<Pending> waiting = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private record Pending(ExtensionItem item, CompletableFuture<CallResult> result) {
    void abandon() {
      result.complete(
          new CallResult(
              "unavailable",
              null,
              ErrorCode.EXTENSION_UNAVAILABLE,
              "extension '" + item.id() + "' had not answered when the router was closed",
              Map.of(),
              0));
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(this);
    }
  }

  /** How a call ends, or that it is no longer waited for. */
  CompletableFuture<CallResult> await(ExtensionItem item, CompletableFuture<CallResult> call) {
    Pending pending = new Pending(item, call.copy());
    waiting.add(pending);
    CompletableFuture<CallResult> unused =
        pending.result().whenComplete((result, fault) -> waiting.remove(pending));
    if (closed) {
      pending.abandon();
    }
    return pending.result();
  }

  @Override
  public void close() {
    closed = true;
    waiting.forEach(Pending::abandon);
  }
}
