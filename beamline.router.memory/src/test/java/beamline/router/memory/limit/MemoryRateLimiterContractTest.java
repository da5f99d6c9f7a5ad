package beamline.router.memory.limit;

import beamline.router.spi.ComponentContext;
import beamline.router.spi.RateLimiter;
import beamline.router.testkit.contract.RateLimiterContract;

final class MemoryRateLimiterContractTest extends RateLimiterContract {
  @Override
  protected RateLimiter create(ComponentContext context) {
    return new MemoryRateLimiterProvider().create(context);
  }
}
