package beamline.router.engine.policies;

import static org.assertj.core.api.Assertions.assertThat;

import beamline.router.api.RouteRequest;
import beamline.router.api.RouterEngine;
import beamline.router.api.policy.PolicyChange;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A catalogue of a hundred thousand policies: what it takes to load, to keep and to change. */
class ManyPoliciesTest {
  private static final int POLICIES = 100_000;
  private static final int CHANGES = 1_000;

  private static String policy(int number) {
    return """
        {"version": "1.0",
         "providers": [{"name": "openai", "weight": %d}, {"name": "anthropic", "weight": 30},
                       {"name": "local_llm", "weight": 10}],
         "sticky": {"enabled": true, "session_key": "user_id", "ttl": "10m"},
         "fallbacks": [{"when": {"status": "timeout"}, "retry": 2, "to": "anthropic"}],
         "circuit_breaker": {"enabled": true, "failure_threshold": 5}}
        """
        .formatted(number % 70 + 1);
  }

  private static String tenant(int number) {
    return "tenant-" + number;
  }

  private static long usedBytes() {
    Runtime runtime = Runtime.getRuntime();
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      runtime.gc();
      used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
    }
    return used;
  }

  @Test
  void aHundredThousandPoliciesAreLoadedFoundAndChanged() {
    HeldStore store = new HeldStore();
    for (int i = 0; i < POLICIES; i++) {
      store.store(tenant(i), "default", policy(i));
    }
    long before = usedBytes();
    long start = System.nanoTime();
    try (RouterEngine router = RouterEngine.builder().with(store).build()) {
      Duration load = Duration.ofNanos(System.nanoTime() - start);
      long each = (usedBytes() - before) / POLICIES;

      start = System.nanoTime();
      for (int i = 0; i < CHANGES; i++) {
        store.tell(
            new PolicyChange.Updated(
                store.store(tenant(i), "default", policy(i).replace("openai", "changed"))));
      }
      Duration change = Duration.ofNanos((System.nanoTime() - start) / CHANGES);
      System.out.printf(
          "%d policies: loaded in %d ms, %d bytes each, %d µs for a change%n",
          POLICIES, load.toMillis(), each, change.toNanos() / 1_000);

      for (int i = 0; i < POLICIES; i += 7) {
        RouteRequest request = RouteRequest.builder(tenant(i), "text.generate").build();
        String chosen = router.decide(request).orThrow().providerId();
        assertThat(chosen).isIn(i < CHANGES ? "changed" : "openai", "anthropic", "local_llm");
      }
      assertThat(router.health().toString()).contains(POLICIES + " policies in force");
      assertThat(each).as("bytes each").isLessThan(10_000);
    }
  }
}
