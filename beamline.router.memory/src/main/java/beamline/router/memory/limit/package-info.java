/**
 * The exact in-process rate limiter: one counter per key in a bounded table.
 *
 * <p>{@link beamline.router.memory.limit.MemoryRateLimiter} finds the counter of a key; a {@link
 * beamline.router.memory.limit.Counter} is a token bucket or a sliding window. Granting takes one
 * compare-and-set and no lock; a counter that does not suit a changed limit is closed and replaced
 * by one that remembers what is used.
 */
package beamline.router.memory.limit;
