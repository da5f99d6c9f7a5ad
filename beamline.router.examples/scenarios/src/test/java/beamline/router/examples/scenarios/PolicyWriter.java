package beamline.router.examples.scenarios;

import static beamline.router.testkit.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.ErrorCode;
import beamline.router.api.RouterException;
import beamline.router.api.policy.Policies;
import beamline.router.api.policy.PolicyDocument;
import beamline.router.api.policy.PolicyKey;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Changes a policy again and again, and remembers what the store has confirmed. */
final class PolicyWriter implements AutoCloseable {
  private static final long PAUSE_NANOS = 5_000_000;

  private final Policies policies;
  private final PolicyKey key;
  private final CompletableFuture<Void> running;
  private final Map<Long, String> confirmed = new TreeMap<>();
  private volatile boolean ended;
  private volatile int writes;
  private volatile int refused;
  private volatile Throwable unexpected;

  PolicyWriter(Policies policies, PolicyKey key) {
    this.policies = policies;
    this.key = key;
    running =
        CompletableFuture.runAsync(this::run, task -> new Thread(task, "policy-writer").start());
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // written by this thread alone
  private void run() {
    for (int i = 1; !ended; i++) {
      try {
        long revision = policies.get(key).map(PolicyDocument::revision).orElse(0L);
        PolicyDocument stored = policies.put(PolicyFleetScenario.policy(i, revision));
        confirmed.put(stored.revision(), stored.json());
        writes++;
      } catch (RouterException e) {
        // of a put without an answer nobody knows whether it was done: the next one may conflict
        if (e.code() != ErrorCode.SERVICE_DOWN && e.code() != ErrorCode.POLICY_CONFLICT) {
          unexpected = e;
          return;
        }
        refused++;
      } catch (RuntimeException | Error e) {
        unexpected = e;
        return;
      }
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  /** Waits for so many more changes. */
  void progress(int changes) {
    int from = writes;
    eventually(() -> "changes go on: " + this, () -> writes >= from + changes);
  }

  /** Whether all that was confirmed is there; for when it has ended. */
  void check(List<PolicyDocument> history) {
    assertThat(unexpected).isNull();
    Map<Long, String> stored =
        history.stream().collect(Collectors.toMap(PolicyDocument::revision, PolicyDocument::json));
    long oldest = history.get(history.size() - 1).revision();
    confirmed.forEach(
        (revision, json) -> {
          if (revision >= oldest) {
            assertThat(stored).containsEntry(revision, json);
          }
        });
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

  @Override
  public String toString() {
    return writes
        + " changes confirmed, "
        + refused
        + " refused"
        + (unexpected == null ? "" : ", ended by " + unexpected);
  }
}
