package beamline.router.benchmarks;

/**
 * What one call of a benchmark took.
 *
 * @param nanos nanoseconds per call of all threads together: two threads that take 100 ns each have
 *     a score of 50
 * @param bytes bytes allocated per call
 */
record Score(double nanos, double bytes) {}
