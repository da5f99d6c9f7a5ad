package beamline.router.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a good engineer would write without us: a bucket per tenant, a cache of pinned sessions, a
 * breaker per provider, a counter and a timer; everything that can be prepared is. Sessions are
 * chosen by a weighted draw.
 */
final class HandBuiltRouter {

  /** Why a provider was chosen. */
  enum Reason {
    STICKY,
    WEIGHTED
  }

  /** A tenant's providers. */
  record Provider(String id, int weight, CircuitBreaker breaker, Map<Reason, Counter> chosen) {}

  /** A choice; without a provider when the tenant's limit is exceeded or all breakers are open. */
  record Choice(String tenant, @Nullable String provider, @Nullable Reason reason) {}

  private record Session(String tenant, String id) {}

  private final MeterRegistry registry;
  private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
  private final Map<String, List<Provider>> policies = new ConcurrentHashMap<>();
  private final Cache<String, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(100_000).expireAfterAccess(Duration.ofHours(1)).build();
  private final Cache<Session, Provider> pins =
      Caffeine.newBuilder()
          .maximumSize(1_000_000)
          .expireAfterAccess(Duration.ofMinutes(10))
          .build();
  private final Timer timer;
  private final Counter refusals;
  private final long permitsPerMinute;

  HandBuiltRouter(MeterRegistry registry, long permitsPerMinute, double[] bucketsMillis) {
    this.registry = registry;
    this.permitsPerMinute = permitsPerMinute;
    Duration[] objectives = new Duration[bucketsMillis.length];
    for (int i = 0; i < objectives.length; i++) {
      objectives[i] = Duration.ofNanos(Math.round(bucketsMillis[i] * 1e6));
    }
    timer = Timer.builder("decide").serviceLevelObjectives(objectives).register(registry);
    refusals = registry.counter("refusals");
  }

  void add(String tenant, Map<String, Integer> weights) {
    policies.put(
        tenant,
        weights.entrySet().stream()
            .map(entry -> provider(tenant, entry.getKey(), entry.getValue()))
            .toList());
  }

  Choice decide(String tenant, String sessionId) {
    long start = System.nanoTime();
    Choice choice = choose(tenant, sessionId);
    timer.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    return choice;
  }

  private Choice choose(String tenant, String sessionId) {
    List<Provider> providers = policies.get(tenant);
    if (providers == null || !buckets.get(tenant, this::bucket).tryConsume(1)) {
      refusals.increment();
      return new Choice(tenant, null, null);
    }
    Session session = new Session(tenant, sessionId);
    Provider pinned = pins.getIfPresent(session);
    if (pinned != null && pinned.breaker.tryAcquirePermission()) {
      return chosen(tenant, pinned, Reason.STICKY);
    }
    Provider drawn = draw(providers);
    if (drawn == null) {
      refusals.increment();
      return new Choice(tenant, null, null);
    }
    pins.put(session, drawn);
    return chosen(tenant, drawn, Reason.WEIGHTED);
  }

  private static Choice chosen(String tenant, Provider provider, Reason reason) {
    Counter counter = provider.chosen.get(reason);
    if (counter != null) {
      counter.increment();
    }
    return new Choice(tenant, provider.id, reason);
  }

  private static @Nullable Provider draw(List<Provider> providers) {
    int total = 0;
    for (Provider provider : providers) {
      total += closed(provider) ? provider.weight : 0;
    }
    if (total == 0) {
      return null;
    }
    int left = ThreadLocalRandom.current().nextInt(total);
    for (Provider provider : providers) {
      left -= closed(provider) ? provider.weight : 0;
      if (left < 0) {
        return provider.breaker.tryAcquirePermission() ? provider : null;
      }
    }
    return null;
  }

  private static boolean closed(Provider provider) {
    return provider.breaker.getState() != CircuitBreaker.State.OPEN;
  }

  private Provider provider(String tenant, String id, int weight) {
    return new Provider(
        id,
        weight,
        breakers.circuitBreaker(tenant + "/" + id),
        Map.of(
            Reason.STICKY,
            registry.counter("decisions", "provider", id, "reason", "sticky"),
            Reason.WEIGHTED,
            registry.counter("decisions", "provider", id, "reason", "weighted")));
  }

  private Bucket bucket(String tenant) {
    return Bucket.builder()
        .addLimit(
            limit ->
                limit
                    .capacity(permitsPerMinute)
                    .refillGreedy(permitsPerMinute, Duration.ofMinutes(1)))
        .build();
  }
}
