package beamline.router.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs benchmarks in rounds: every round runs each of them in a fresh process, so that ours and the
 * peer's alternate and a machine that becomes slower becomes so for both.
 *
 * @param count how many rounds
 * @param forks fresh processes per benchmark and round; 0 runs in this process
 * @param warmups warm-up iterations
 * @param iterations measured iterations
 * @param millis length of an iteration
 */
record Rounds(int count, int forks, int warmups, int iterations, long millis) {
  private static final String BYTES = "gc.alloc.rate.norm";

  /** For figures. */
  static final Rounds FULL = new Rounds(2, 1, 5, 5, 500);

  /** To see that everything still runs; the figures mean nothing. */
  static final Rounds QUICK = new Rounds(1, 0, 1, 1, 20);

  /** Runs these benchmark methods, given as {@code Class.method}. */
  Map<String, Score> run(Collection<String> methods) throws RunnerException {
    Map<String, List<Double>> nanos = new LinkedHashMap<>();
    Map<String, List<Double>> bytes = new LinkedHashMap<>();
    for (int round = 0; round < count; round++) {
      for (RunResult result : new Runner(options(methods).build()).run()) {
        String method = method(result);
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
          for (IterationResult iteration : fork.getIterationResults()) {
            add(nanos, method, nanos(iteration) / result.getParams().getThreads());
            Result<?> allocated = iteration.getSecondaryResults().get(BYTES);
            add(bytes, method, allocated == null ? Double.NaN : allocated.getScore());
          }
        }
      }
    }
    Map<String, Score> scores = new LinkedHashMap<>();
    nanos.forEach(
        (method, values) -> {
          List<Double> allocated = bytes.getOrDefault(method, List.of());
          scores.put(method, new Score(least(values), median(values), median(allocated)));
        });
    return scores;
  }

  private ChainedOptionsBuilder options(Collection<String> methods) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .forks(forks)
            .warmupIterations(warmups)
            .warmupTime(TimeValue.milliseconds(millis))
            .measurementIterations(iterations)
            .measurementTime(TimeValue.milliseconds(millis))
            .timeUnit(TimeUnit.NANOSECONDS)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .addProfiler(GCProfiler.class)
            .jvmArgs("-Xms1g", "-Xmx1g", "-XX:+UseParallelGC");
    for (String method : methods) {
      options.include(Pattern.quote("." + method) + "$");
    }
    return options;
  }

  /** The mean; of single calls that were sampled, what 99 of 100 take at most. */
  private static double nanos(IterationResult iteration) {
    Result<?> result = iteration.getPrimaryResult();
    return iteration.getBenchmarkParams().getMode() == Mode.SampleTime
        ? result.getStatistics().getPercentile(99)
        : result.getScore();
  }

  private static String method(RunResult result) {
    String name = result.getParams().getBenchmark();
    return name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1);
  }

  private static void add(Map<String, List<Double>> lists, String method, double value) {
    lists.computeIfAbsent(method, name -> new ArrayList<>()).add(value);
  }

  private static double least(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN);
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }
}
