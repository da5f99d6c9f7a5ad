package beamline.router.memory.limit;

import beamline.router.spi.RateLimit;

/**
 * Permits in use, which come back as the limit that gave them gives them back.
 *
 * @param permits how many, at least
 * @param limit the limit that gave them
 * @param asOf when they were counted
 */
record InUse(long permits, RateLimit limit, long asOf) {

  /** What is left of them now, with more that were granted meanwhile. */
  InUse later(long granted, long now) {
    long left = Math.max(0, permits - returned(Math.max(0, now - asOf)));
    // When all are back, what was granted meanwhile is known to the counter that granted it.
    return new InUse(left == 0 ? 0 : left + granted, limit, now);
  }

  private long returned(long age) {
    return switch (limit.algorithm()) {
      case TOKEN_BUCKET -> (long) Math.floor((double) age * limit.permits() / limit.windowNanos());
      case SLIDING_WINDOW -> age < limit.windowNanos() ? 0 : permits;
    };
  }
}
