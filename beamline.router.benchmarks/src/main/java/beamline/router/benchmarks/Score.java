package beamline.router.benchmarks;

/**
 * What one call of a benchmark took, in nanoseconds of all threads together: two threads that take
 * 100 ns each have 50.
 *
 * @param best in the best iteration
 * @param median in the median iteration
 * @param bytes bytes allocated per call
 */
record Score(double best, double median, double bytes) {

  /** One that was always the same. */
  static Score of(double nanos, double bytes) {
    return new Score(nanos, nanos, bytes);
  }
}
