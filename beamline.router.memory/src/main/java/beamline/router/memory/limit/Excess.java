package beamline.router.memory.limit;

import beamline.router.spi.RateLimit;

/**
 * Permits that a larger bucket gave, which come back as fast as that bucket refilled.
 *
 * @param permits how many are in use
 * @param limit the larger bucket's limit
 * @param asOf when they were counted
 */
record Excess(long permits, RateLimit limit, long asOf) {

  /** What is left of them now, with more that were granted meanwhile. */
  Excess later(long granted, long now) {
    double refilled = Math.floor((double) (now - asOf) * limit.permits() / limit.windowNanos());
    long left = (long) Math.max(0, permits - Math.max(0, refilled));
    // When all are back, what was granted meanwhile is all in the smaller bucket.
    return left == 0 ? new Excess(0, limit, now) : new Excess(left + granted, limit, now);
  }
}
