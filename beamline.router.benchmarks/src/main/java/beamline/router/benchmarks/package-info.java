/**
 * Speed, measured with the peers beside us in the same run: {@link
 * beamline.router.benchmarks.Benchmarks} runs it and writes the ratios.
 */
@org.jspecify.annotations.NullMarked
package beamline.router.benchmarks;
