package beamline.router.examples.quickstart;

import beamline.router.api.RouterEngine;
import beamline.router.api.WireMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How fast the router is once the JVM has compiled it: the shipped requests over and over in a
 * router of their own, so that the run that was shown stays as it was.
 */
final class Rate {
  private static final long WARM_UP_NANOS = Duration.ofMillis(1500).toNanos();
  private static final long MEASURED_NANOS = Duration.ofSeconds(1).toNanos();

  private final RouterEngine router;
  private final List<byte[]> lines;

  private Rate(RouterEngine router, List<byte[]> lines) {
    this.router = router;
    this.lines = lines;
  }

  /** Measures for a second, after warming up a little longer; gives the sentence to print. */
  static String measured(RouterEngine router) throws IOException {
    Shipped.install(router);
    Rate rate = new Rate(router, lines());
    rate.perSecond(WARM_UP_NANOS);
    return String.format(
        Locale.ROOT,
        "The same lines again in a second router, after %.1f s of warming up: %,.0f decisions a second.%n",
        WARM_UP_NANOS / 1e9,
        rate.perSecond(MEASURED_NANOS));
  }

  private double perSecond(long nanos) {
    long started = System.nanoTime();
    long taken = 0;
    long count = 0;
    while (taken < nanos) {
      for (byte[] line : lines) {
        router.exchange(WireMessage.json(line)).toCompletableFuture().join();
      }
      count += lines.size();
      taken = System.nanoTime() - started;
    }
    return count / (taken / 1e9);
  }

  private static List<byte[]> lines() throws IOException {
    List<byte[]> lines = new ArrayList<>();
    Lines shipped = new Lines(Shipped.requests(), Run.MAX_LINE_BYTES);
    for (byte[] line = shipped.next(); line != null; line = shipped.next()) {
      lines.add(line);
    }
    return lines;
  }
}
