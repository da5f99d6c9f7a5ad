package beamline.router.spi;

/** Creates a {@link RateLimiter}. Configuration kind: {@code rate-limiter}. */
public interface RateLimiterProvider extends ComponentProvider<RateLimiter> {}
