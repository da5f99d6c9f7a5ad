package beamline.router.memory.limit;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.RateLimiter;
import beamline.router.spi.RateLimiterProvider;
import java.util.Set;

/** The rate limiter {@code memory}. Configuration: {@code max-keys}, 100,000 unless set. */
public final class MemoryRateLimiterProvider implements RateLimiterProvider {

  /** For {@link java.util.ServiceLoader}. */
  public MemoryRateLimiterProvider() {}

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public int priority() {
    return EMBEDDED;
  }

  @Override
  public RateLimiter create(ComponentContext context) {
    context.config().onlyKnown(Set.of("max-keys"));
    return new MemoryRateLimiter((int) context.config().number("max-keys", 100_000, 1, 10_000_000));
  }
}
