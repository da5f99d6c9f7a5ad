package beamline.router.examples.node;

import java.util.stream.Collectors;

/**
 * What the gateway looks for in the first 8 KiB of a scrape. It takes the mere presence of a number
 * of waiting messages or of a percentile as a warning, so these appear only while there is one.
 */
final class GatewayMetrics {
  private static final String ACTIVE = "router_intake_backpressure_active";
  private static final String STATUS = "router_intake_backpressure_status";

  private GatewayMetrics() {}

  static String of(String scrape) {
    boolean strained = scrape.lines().anyMatch(line -> line.startsWith(STATUS) && isWarning(line));
    return scrape
        .lines()
        .filter(line -> line.startsWith(ACTIVE) || (strained && isWarningMetric(line)))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static boolean isWarning(String line) {
    boolean worse = line.contains("\"warning\"") || line.contains("\"active\"");
    return worse && !line.endsWith(" 0.0") && !line.endsWith(" 0");
  }

  private static boolean isWarningMetric(String line) {
    return line.startsWith("router_jetstream_pending_messages")
        || line.startsWith("router_intake_processing_latency_p95");
  }
}
