package beamline.router.examples.quickstart;

import static beamline.router.examples.quickstart.Columns.left;
import static beamline.router.examples.quickstart.Columns.right;

import beamline.router.api.admin.DiscoveryReport;
import beamline.router.examples.quickstart.Tally.Picks;
import beamline.router.examples.quickstart.Tally.PolicyTally;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the run came to: shares against weights, outcomes, speed. */
final class Summary {
  private static final int POLICY = 24;
  private static final int PROVIDER = 16;
  private static final int SHARE = 20;
  private static final int OUTCOME = 56;
  private static final int COUNT = 10;
  private static final long STEADY_LINES = 100_000;

  private final StringBuilder text = new StringBuilder();
  private final Tally tally;

  private Summary(Tally tally) {
    this.tally = tally;
  }

  /**
   * Writes the summary.
   *
   * @param found the components that the router was made of
   * @param nanos how long the run took
   * @param routerNanos how long of that the router took
   */
  static String of(
      Tally tally, Executions executions, DiscoveryReport found, long nanos, long routerNanos) {
    Summary summary = new Summary(tally);
    summary.shares();
    summary.outcomes();
    summary.executions(executions);
    summary.plugins(found);
    summary.speed(nanos, routerNanos);
    return summary.text.toString();
  }

  private void shares() {
    if (tally.tenants().isEmpty()) {
      return;
    }
    line(
        left("POLICY", POLICY)
            + left("PROVIDER", PROVIDER)
            + right("WEIGHT", 8)
            + right("WEIGHTED PICKS", SHARE)
            + right("ALL DECISIONS", SHARE));
    tally
        .tenants()
        .forEach(
            (tenant, policies) ->
                policies.forEach((policy, counts) -> policy(tenant + "/" + policy, counts)));
    tally
        .tenants()
        .forEach(
            (tenant, policies) ->
                policies.forEach((policy, counts) -> breakers(tenant + "/" + policy, counts)));
    line("");
  }

  private void policy(String name, PolicyTally counts) {
    String label = name;
    for (Map.Entry<String, Picks> entry : counts.picks().entrySet()) {
      Picks picks = entry.getValue();
      line(
          left(label, POLICY - 1)
              + " "
              + left(entry.getKey(), PROVIDER - 1)
              + " "
              + right(weight(counts.weights().get(entry.getKey())), 8)
              + right(share(picks.weighted(), counts.weighted()), SHARE)
              + right(share(picks.all(), counts.all()), SHARE));
      label = "";
    }
  }

  private void breakers(String name, PolicyTally counts) {
    counts
        .passedOver()
        .forEach(
            (provider, count) ->
                line(
                    String.format(
                        Locale.ROOT,
                        "%s: %,d decisions without %s, whose breaker was open.",
                        name,
                        count,
                        provider)));
  }

  private void outcomes() {
    line(left("OUTCOME", OUTCOME) + right("COUNT", COUNT));
    tally.decisions().forEach((reason, count) -> outcome("decided  " + reason, count));
    tally.refusals().forEach((code, count) -> outcome("refused  " + code, count));
    outcome("total", tally.answered());
    line("");
  }

  private void outcome(String name, long count) {
    line(left(name, OUTCOME) + right(String.format(Locale.ROOT, "%,d", count), COUNT));
  }

  private void executions(Executions executions) {
    if (executions.failed() + executions.succeeded() > 0) {
      line(
          String.format(
              Locale.ROOT,
              "Simulated: %,d executions by a provider that its request calls down were reported as"
                  + " failed, %,d others as done.",
              executions.failed(),
              executions.succeeded()));
    }
  }

  /** What somebody put beside the embedded components, which have priority 0 and less. */
  private void plugins(DiscoveryReport found) {
    for (DiscoveryReport.Entry entry : found.entries()) {
      String what = entry.kind() + " " + entry.name() + " of " + entry.origin();
      if (entry.verdict() == DiscoveryReport.Verdict.FAILED) {
        line("Not plugged in: " + what + ": " + entry.reason());
      } else if (entry.verdict() == DiscoveryReport.Verdict.CHOSEN && entry.priority() > 0) {
        line("Plugged in: " + what + ".");
      }
    }
  }

  private void speed(long nanos, long routerNanos) {
    line(
        String.format(
            Locale.ROOT,
            "Answered %,d %s in %.3f s, %,.0f a second: reading, deciding, counting and printing, in"
                + " one thread, from the first line on.",
            tally.answered(),
            tally.answered() == 1 ? "line" : "lines",
            nanos / 1e9,
            perSecond(nanos)));
    line(
        String.format(
            Locale.ROOT,
            "The router alone, JSON in to JSON out: %.3f s, %,.0f decisions a second.",
            routerNanos / 1e9,
            perSecond(routerNanos)));
    if (tally.answered() < STEADY_LINES) {
      line("(A JVM that has just started is still compiling: a steady rate takes a longer input.)");
    }
  }

  private double perSecond(long nanos) {
    return tally.answered() / (Math.max(nanos, 1) / 1e9);
  }

  private static String weight(@Nullable Double share) {
    if (share == null) {
      return "-";
    }
    return share.isNaN() ? "score" : Why.percent(share);
  }

  private static String share(long count, long of) {
    return of == 0 ? "-" : String.format(Locale.ROOT, "%,d  %5.1f %%", count, 100.0 * count / of);
  }

  private void line(String line) {
    text.append(line.stripTrailing()).append('\n');
  }
}
